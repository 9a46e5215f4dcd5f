# Runs the Pester suite in a process of its own for build.ps1 and leaves its counts in a file: passed, failed, skipped.
param([string] $Tests, [string] $Counts)

$ErrorActionPreference = 'Stop'
Import-Module Pester -MinimumVersion 5.0.0
$result = Invoke-Pester -Configuration @{
    Run    = @{ Path = $Tests; PassThru = $true }
    Output = @{ Verbosity = 'Normal' }
}
foreach ($test in $result.Skipped) { "skipped: $($test.ExpandedPath)" }
# A file or block that fails before its tests counts like a failed test.
$failed = $result.FailedCount + $result.FailedBlocksCount + $result.FailedContainersCount
[IO.File]::WriteAllText($Counts, "$($result.PassedCount) $failed $($result.SkippedCount)")
