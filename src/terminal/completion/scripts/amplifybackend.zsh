#compdef amplifybackend
# Completion of amplifybackend for zsh. In ~/.zshrc, after compinit if it is there:
#     source <(amplifybackend completion zsh)

_amplifybackend() {
    local program=amplifybackend line form sign
    (( $+commands[$program] )) || program=${~words[1]}
    # PREFIX has braces taken out and quotes turned into backslashes; the word is as it was typed.
    local typed=$words[CURRENT]
    typed=${typed[1,$#typed-$#SUFFIX-$#ISUFFIX-$#QISUFFIX]}
    local -a answer fields shown lines how
    local -i width
    answer=("${(@f)$("$program" completion candidates zsh \
        "${(j: :)words[1,CURRENT-1]} $typed" 2>/dev/null)}")
    compset -S '*'
    if [[ $answer[2] == *$'\t' ]]; then
        # What is replaced stays in PREFIX; what comes before it is kept as it was typed.
        for form in "$answer[1]" "${(q)answer[1]}"; do
            if [[ $PREFIX == *"$form" ]]; then
                compset -p $(( $#PREFIX - $#form ))
                break
            fi
        done
        how=(-M 'm:{[:lower:][:upper:]}={[:upper:][:lower:]}')
    else
        how=(-U -Q)
    fi
    local ret=1
    for sign in + -; do
        shown=() lines=() width=0
        for line in "${(@M)answer[2,-1]:#$sign*}"; do
            line=${line%%$'\t'*}
            (( $#line > width + 1 )) && width=$(( $#line - 1 ))
        done
        for line in "${(@M)answer[2,-1]:#$sign*}"; do
            fields=("${(@ps:\t:)line[2,-1]}")
            shown+=("${fields[3]:-$fields[1]}")
            lines+=("${(r:$width:)fields[1]}${fields[2]:+  -- $fields[2]}")
        done
        (( $#shown )) || continue
        [[ $sign == - ]] && how+=(-S '')
        # One a line: _describe would set those with the same description side by side.
        compadd "${how[@]}" -V amplifybackend -l -d lines -- "${shown[@]}" && ret=0
    done
    return ret
}

if [[ $funcstack[1] == _amplifybackend ]]; then
    # Loaded from fpath, as the file _amplifybackend.
    _amplifybackend "$@"
else
    (( $+functions[compdef] )) || { autoload -Uz compinit && compinit -i }
    compdef _amplifybackend amplifybackend
fi
