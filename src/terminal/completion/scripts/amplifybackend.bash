# Completion of amplifybackend for bash. In ~/.bashrc:
#     source <(amplifybackend completion bash)

_amplifybackend() {
    local program=amplifybackend line
    type -P "$program" >/dev/null || program=${1/#\~/$HOME}
    COMPREPLY=()
    {
        IFS= read -r line
        if [[ $line == space ]]; then
            compopt +o nospace 2>/dev/null
        else
            compopt -o nospace 2>/dev/null
        fi
        while IFS= read -r line; do
            COMPREPLY+=("$line")
        done
    } < <("$program" completion candidates bash \
        "${COMP_LINE:0:COMP_POINT}" "$COMP_WORDBREAKS" "$COMP_TYPE" 2>/dev/null)
}

# Before version 4.4 bash knows no nosort.
complete -o nospace -o nosort -F _amplifybackend amplifybackend 2>/dev/null ||
    complete -o nospace -F _amplifybackend amplifybackend
