# Runs files of the Pester suite for build.ps1, in a process of its own, as a user has it: those of a list that no other such process has begun.
param(
    # The manifest of the Pester to run them with.
    [Parameter(Mandatory)] [string] $Pester,
    # Has the names in files.txt, in their order, and is given the counts of each as <name>.json.
    [Parameter(Mandatory)] [string] $Folder
)

$ErrorActionPreference = 'Stop'
$PSStyle.OutputRendering = 'PlainText'
Import-Module $Pester
foreach ($name in Get-Content "$Folder/files.txt") {
    # Whoever makes this file has the tests; it stays empty if the process dies in them.
    if (-not (New-Item "$Folder/$name.json" -ErrorAction Ignore)) { continue }
    "==> $name"
    $result = Invoke-Pester -Configuration @{
        Run    = @{ Path = "$PSScriptRoot/$name"; PassThru = $true }
        Output = @{ Verbosity = 'Detailed'; RenderMode = 'Plaintext' }
    }
    # A file or a block that fails before its tests counts like a failed test.
    $failed = $result.FailedCount + $result.FailedBlocksCount + $result.FailedContainersCount
    @{ Passed = $result.PassedCount; Failed = $failed; Skipped = $result.SkippedCount } | ConvertTo-Json | Set-Content "$Folder/$name.json"
}
