# Runs the Pester suite in a process of its own for build.ps1 and leaves its counts in a file, as JSON.
param(
    # The manifest of the Pester to run it with.
    [Parameter(Mandatory)] [string] $Pester,
    [Parameter(Mandatory)] [string] $Counts,
    # Only files whose names contain this text, or one of several parted by commas.
    [string] $Name
)

$ErrorActionPreference = 'Stop'
$PSStyle.OutputRendering = 'PlainText'
Import-Module $Pester
$parts = foreach ($part in $Name.Split(',', [StringSplitOptions] 'TrimEntries, RemoveEmptyEntries')) { [regex]::Escape($part) }
$files = @(Get-ChildItem $PSScriptRoot -Filter *.Tests.ps1 | Where-Object Name -Match ($parts -join '|'))
if (-not $files) { throw "No test file has a name with '$Name'." }
$result = Invoke-Pester -Configuration @{
    Run    = @{ Path = $files.FullName; PassThru = $true }
    Output = @{ Verbosity = 'Detailed'; RenderMode = 'Plaintext' }
}
# A file or a block that fails before its tests counts like a failed test.
$failed = $result.FailedCount + $result.FailedBlocksCount + $result.FailedContainersCount
$null = New-Item (Split-Path $Counts) -ItemType Directory -Force
@{ Passed = $result.PassedCount; Failed = $failed; Skipped = $result.SkippedCount } | ConvertTo-Json | Set-Content $Counts
