# Completion of amplifybackend for PowerShell. In $PROFILE:
#     amplifybackend completion powershell | Out-String | Invoke-Expression

Register-ArgumentCompleter -Native -CommandName amplifybackend -ScriptBlock {
    param($wordToComplete, $commandAst, $cursorPosition)
    $program = 'amplifybackend'
    if (-not (Get-Command $program -ErrorAction SilentlyContinue)) {
        $program = $commandAst.GetCommandName()
    }
    # The command up to the cursor, with the spaces that are no part of it.
    $start = $commandAst.CommandElements[0].Extent.StartOffset
    $line = $commandAst.Extent.Text.Substring($start - $commandAst.Extent.StartOffset)
    $length = [Math]::Max(0, $cursorPosition - $start)
    $line = $line.PadRight($length).Substring(0, $length)
    # Through a pipe, because not every version passes quotes in an argument.
    $line | & $program completion candidates powershell 2>$null | ForEach-Object {
        $text, $name, $about = $_ -split "`t", 3
        [System.Management.Automation.CompletionResult]::new($text, $name, 'ParameterValue', $about)
    }
}
