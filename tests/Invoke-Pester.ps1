# Runs the Pester suite in a process of its own for build.ps1 and leaves its counts in a file: passed, failed, skipped.
param(
    [Parameter(Mandatory)] [string] $Tests,
    [Parameter(Mandatory)] [string] $Counts
)

$ErrorActionPreference = 'Stop'
$PSStyle.OutputRendering = 'PlainText'
Import-Module Pester -MinimumVersion 5.0.0
$result = Invoke-Pester -Configuration @{
    Run    = @{ Path = $Tests; PassThru = $true }
    Output = @{ Verbosity = 'Detailed'; RenderMode = 'Plaintext' }
}
# A file or a block that fails before its tests counts like a failed test.
$failed = $result.FailedCount + $result.FailedBlocksCount + $result.FailedContainersCount
[void] [IO.Directory]::CreateDirectory([IO.Path]::GetDirectoryName($Counts))
[IO.File]::WriteAllText($Counts, "$($result.PassedCount) $failed $($result.SkippedCount)")
