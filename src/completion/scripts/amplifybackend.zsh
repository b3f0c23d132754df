#compdef amplifybackend
# Completion of amplifybackend for zsh. In ~/.zshrc, after compinit if it is there:
#     source <(amplifybackend completion zsh)

_amplifybackend() {
    local program=amplifybackend line
    (( $+commands[$program] )) || program=${~words[1]}
    local -a answer complete partial
    answer=("${(@f)$("$program" completion candidates zsh \
        "${(j: :)words[1,CURRENT-1]} $IPREFIX$QIPREFIX$PREFIX" 2>/dev/null)}")
    for line in "${(@)answer[2,-1]}"; do
        # The text, with its colons hidden, and what it is.
        local entry=${${${line[2,-1]%%$'\t'*}//\\/\\\\}//:/\\:}:${line#*$'\t'}
        if [[ $line == +* ]]; then
            complete+=("$entry")
        else
            partial+=("$entry")
        fi
    done
    # What is replaced stays in PREFIX; what comes before it is kept as it was typed.
    local keep=$(( $#PREFIX - ${answer[1]:-0} ))
    (( keep > 0 )) && compset -p $keep
    compset -S '*'
    local -a loose=(-M 'm:{[:lower:][:upper:]}={[:upper:][:lower:]}')
    local ret=1
    (( $#complete )) && _describe -V 'amplifybackend' complete $loose && ret=0
    (( $#partial )) && _describe -V 'amplifybackend' partial $loose -S '' && ret=0
    return ret
}

if [[ $funcstack[1] == _amplifybackend ]]; then
    # Loaded from fpath, as the file _amplifybackend.
    _amplifybackend "$@"
else
    (( $+functions[compdef] )) || { autoload -Uz compinit && compinit -i }
    compdef _amplifybackend amplifybackend
fi
