# Mutation testing for build.ps1 -Task Mutate: changes the rules of evidence one place at a time and lists the changes that no test notices.
param(
    # The folder of its reports.
    [Parameter(Mandatory)] [string] $Out
)

# The mutants of a report: what became of each, and where it is.
function Read-Mutant([string] $Path) {
    $report = Get-Content $Path -Raw | ConvertFrom-Json -AsHashtable
    foreach ($file in $report.files.GetEnumerator()) {
        $lines = $file.Value.source.Split("`n")
        foreach ($mutant in $file.Value.mutants) {
            $line = $mutant.location.start.line
            $words = $mutant.status.ToUpperInvariant(), "$(Split-Path $file.Key -Leaf):$line", $mutant.mutatorName
            $text = "$words`n    $($lines[$line - 1].Trim())`n    > $($mutant.replacement.Trim() -replace '\s+', ' ')"
            [pscustomobject] @{ Status = $mutant.status; Text = $text }
        }
    }
}

# In the folder of these tests: in that of the solution, Stryker would take on all of it.
Push-Location $PSScriptRoot
try {
    dotnet tool restore | Out-Host
    dotnet restore --locked-mode --verbosity quiet | Out-Host
    # Analyzers have nothing to say of mutants and take most of a build; a machine with much to do answers 'dotnet --info' late.
    $env:RunAnalyzers = 'false'
    $env:DOTNET_INFO_WAIT_TIME = '30000'
    Get-Item "$Out/reports" -ErrorAction Ignore | Remove-Item -Recurse
    dotnet stryker --config-file stryker-config.json --output $Out --skip-version-check | Out-Host
    $mutants = Read-Mutant "$Out/reports/mutation-report.json"
}
finally { Pop-Location }

$sum = @{ Killed = 0; Timeout = 0; Survived = 0; NoCoverage = 0 }
$mutants | Group-Object Status | Where-Object { $sum.ContainsKey($_.Name) } | ForEach-Object { $sum[$_.Name] = $_.Count }
$mutants | Where-Object Status -In 'Survived', 'NoCoverage' | ForEach-Object { Write-Information $_.Text }
$killed = $sum.Killed + $sum.Timeout
$all = $killed + $sum.Survived + $sum.NoCoverage
$percent = [math]::Round(100 * $killed / [math]::Max(1, $all), 1)
Write-Information "$killed of $all mutants killed ($percent %), $($sum.Survived) survived, $($sum.NoCoverage) met by no test"
if ($killed -lt 0.9 * $all) { exit 1 }
