# Completion of amplifybackend for fish:
#     mkdir -p ~/.config/fish/completions; amplifybackend completion fish > ~/.config/fish/completions/amplifybackend.fish

function __amplifybackend_candidates
    set -l program amplifybackend
    command -q $program; or set program (commandline -opc)[1]
    $program completion candidates fish (commandline -cp | string collect) 2>/dev/null
end

complete -c amplifybackend -f -k -a '(__amplifybackend_candidates)'
