#requires -Version 7.6
<#
.SYNOPSIS
    Builds, demonstrates, tests and packs StockSync.
.DESCRIPTION
    Runs in pwsh and, where pwsh isn't installed, in this repository's own host:

        pwsh ./build.ps1 -Task Test
        dotnet run --project src/StockSync.Host -- -File build.ps1 -Task Test

    The host has the PowerShell engine's own commands and a small subset of the utility cmdlets, so this script uses
    only those, .NET methods and native commands. Everything it makes is under out/.
.PARAMETER Task
    Build   the module in out/StockSync (default)
    Demo    the module at work: a made-up market, a backfill into SQLite, and what it left
    Test    all tests; the last line is 'N passed, N failed, N skipped'
    Pester  only the tests that use the module as a person does; the last line is the same
    Pack    out/StockSync-<version>.zip and its SHA-256
    Bench   the benchmarks: out/bench.md, a table with a bar for each row; only worth something on a machine with nothing else to do
    Mutate  mutation testing of the evidence rules (tests/StockSync.Mutation): the score, and the mutants that no test notices
    Soak    the fault tests with their full numbers (1,000 kills per store, 10,000 simulated runs ...) and a table; one to two hours
    Clean   removes out/ and every bin/ and obj/ but the running host's
.PARAMETER Configuration
    Release (default) or Debug.
.PARAMETER Filter
    Only these tests, as 'dotnet test --filter' takes it; for Pester, only files whose name contains this text or one of several
    parted by commas; for Bench, only such scenarios.
#>
[CmdletBinding()]
param(
    [ValidateSet('Build', 'Demo', 'Test', 'Pester', 'Pack', 'Clean', 'Soak', 'Bench', 'Mutate')]
    [string] $Task = 'Build',

    [ValidateSet('Release', 'Debug')]
    [string] $Configuration = 'Release',

    [string] $Filter
)

$ErrorActionPreference = 'Stop'
Set-StrictMode -Version 3.0

$root = $PSScriptRoot
$out = "$root/out"
$staged = "$out/StockSync"
# SQLite's package brings 21 native builds, 36 MB; these are the systems that PowerShell 7.6 runs on.
$rids = 'win-x64', 'win-arm64', 'linux-x64', 'linux-arm64', 'linux-musl-x64', 'osx-x64', 'osx-arm64'
$testProjects = 'StockSync.Tests', 'StockSync.Module.Tests'

# --- small tools ------------------------------------------------------------------------------------------------------

function Write-Step([string] $Text) { Write-Host "==> $Text" -ForegroundColor Cyan }

function Invoke-Dotnet {
    # Named by $args, so that dotnet's own switches aren't taken for parameters.
    & dotnet @args | Out-Host
    if ($LASTEXITCODE -ne 0) { throw "dotnet $args ended with exit code $LASTEXITCODE" }
}

function Remove-Folder([string] $Path) {
    if ([IO.Directory]::Exists($Path)) { [IO.Directory]::Delete($Path, $true) }
}

function Copy-Files([string] $From, [string] $To, [scriptblock] $Where = { $true }) {
    # Keeps sub-folders. $Where sees the path below $From, with slashes, as $_.
    foreach ($file in [IO.Directory]::EnumerateFiles($From, '*', 'AllDirectories')) {
        $relative = [IO.Path]::GetRelativePath($From, $file).Replace('\', '/')
        if (-not ($relative | Where-Object $Where)) { continue }
        $target = [IO.Path]::Combine($To, $relative)
        [void] [IO.Directory]::CreateDirectory([IO.Path]::GetDirectoryName($target))
        [IO.File]::Copy($file, $target, $true)
    }
}

# --- Build ------------------------------------------------------------------------------------------------------------

function Publish-Project([string] $Project, [string] $To, [string] $As = $Configuration) {
    # Into an empty folder: files that a project no longer makes must not survive.
    Remove-Folder $To
    Invoke-Dotnet publish "$root/$Project" --configuration $As --no-restore --output $To --verbosity quiet --nologo
}

function Build-Module {
    Write-Step 'Restore'
    # Locked: what was reviewed is what is built. After a change of packages run 'dotnet restore' and commit the lock files.
    Invoke-Dotnet restore "$root/StockSync.sln" --locked-mode --verbosity quiet
    Write-Step "Build ($Configuration)"
    Publish-Project src/StockSync "$out/publish/module"
    # Published, not just built: the load context needs the engine's .deps.json and the native libraries beside it.
    Publish-Project src/StockSync.Engine "$out/publish/engine"

    $new = "$out/StockSync.new"
    Remove-Folder $new
    [void] [IO.Directory]::CreateDirectory($new)
    foreach ($name in 'StockSync.psd1', 'LICENSE', 'README.md', 'CHANGELOG.md') {
        if ([IO.File]::Exists("$root/$name")) { [IO.File]::Copy("$root/$name", "$new/$name") }
    }
    foreach ($file in [IO.Directory]::GetFiles("$root/src/StockSync", '*.ps1xml')) {
        [IO.File]::Copy($file, "$new/$([IO.Path]::GetFileName($file))")
    }
    if ([IO.Directory]::Exists("$root/src/StockSync/Help")) { Copy-Files "$root/src/StockSync/Help" $new }
    Copy-Files "$out/publish/module" "$new/bin" { $_ -match '^(zh-Hans/)?StockSync(\.Core)?(\.resources)?\.(dll|pdb)$' }
    # The engine's copy of StockSync.Core must go: two of them would be two different sets of types.
    Copy-Files "$out/publish/engine" "$new/bin/engine" {
        $_ -match '\.(dll|pdb|so|dylib|deps\.json)$' -and $_ -notmatch '^(zh-Hans/)?StockSync\.Core\.' -and
        ($_ -notlike 'runtimes/*' -or $_.Split('/')[1] -in $rids)
    }
    Install-Staged $new
}

function Install-Staged([string] $New) {
    # The staged module is whole at every moment but the one between two renames.
    $old = "$out/StockSync.old"
    Remove-Folder $old
    if ([IO.Directory]::Exists($staged)) {
        try { [IO.Directory]::Move($staged, $old) }
        catch { throw "out/StockSync is in use; close the sessions that have imported it. ($($_.Exception.Message))" }
    }
    [IO.Directory]::Move($New, $staged)
    Remove-Folder $old
    $size = 0
    foreach ($file in [IO.Directory]::EnumerateFiles($staged, '*', 'AllDirectories')) { $size += [IO.FileInfo]::new($file).Length }
    Write-Host "out/StockSync is ready ($([math]::Round($size / 1MB, 1)) MB)"
}

# --- Pack and Clean ---------------------------------------------------------------------------------------------------

function New-Package {
    Build-Module
    Write-Step 'Pack'
    # Also checks that the files named in the manifest exist.
    $manifest = Test-ModuleManifest "$staged/StockSync.psd1"
    $data = $manifest.PrivateData.PSData
    $version = "$($manifest.Version)"
    if ($data.ContainsKey('Prerelease')) { $version += "-$($data.Prerelease)" }

    $name = "StockSync-$version.zip"
    [IO.File]::Delete("$out/$name")
    $zip = [IO.Compression.ZipFile]::Open("$out/$name", 'Create')
    try {
        # Sorted and with a fixed time: the same sources give the same bytes.
        $files = [IO.Directory]::GetFiles($staged, '*', 'AllDirectories')
        [Array]::Sort($files, [StringComparer]::Ordinal)
        foreach ($file in $files) {
            if ($file.EndsWith('.pdb')) { continue }
            $entry = $zip.CreateEntry('StockSync/' + [IO.Path]::GetRelativePath($staged, $file).Replace('\', '/'))
            $entry.LastWriteTime = [DateTimeOffset]::new(2000, 1, 1, 0, 0, 0, [TimeSpan]::Zero)
            $target = $entry.Open()
            try { $target.Write([IO.File]::ReadAllBytes($file)) } finally { $target.Dispose() }
        }
    }
    finally { $zip.Dispose() }

    $hash = [Convert]::ToHexString([Security.Cryptography.SHA256]::HashData([IO.File]::ReadAllBytes("$out/$name"))).ToLowerInvariant()
    # The format that 'sha256sum --check' reads.
    [IO.File]::WriteAllText("$out/SHA256SUMS", "$hash  $name`n")
    Write-Host "out/$name`n$hash"
}

function Clear-Everything {
    Write-Step 'Clean'
    Remove-Folder $out
    foreach ($parent in "$root/src", "$root/tests") {
        foreach ($project in [IO.Directory]::GetDirectories($parent)) {
            # The running host can't be removed from under itself (on Windows, its files are locked).
            if ([IO.Path]::GetFileName($project) -eq 'StockSync.Host') { continue }
            Remove-Folder "$project/bin"
            Remove-Folder "$project/obj"
        }
    }
}

# --- Demo -------------------------------------------------------------------------------------------------------------

function Start-MarketServer([string[]] $Arguments) {
    $start = [Diagnostics.ProcessStartInfo]::new('dotnet')
    # It ends with its standard input, that is with this process, whatever becomes of it.
    foreach ($word in @("$out/market-server/StockSync.MarketServer.dll", '--stop-with-stdin') + $Arguments) { $start.ArgumentList.Add($word) }
    $start.RedirectStandardInput = $start.RedirectStandardOutput = $true
    $process = [Diagnostics.Process]::Start($start)
    $line = $process.StandardOutput.ReadLine()
    if ($line -notmatch '^listening on (?<endpoint>.+)$') { throw "The market server did not start: $line" }
    [pscustomobject] @{ Process = $process; Endpoint = $Matches.endpoint }
}

function Stop-MarketServer($Server) {
    $Server.Process.StandardInput.Close()
    if (-not $Server.Process.WaitForExit(10000)) { $Server.Process.Kill() }
    $Server.Process.Dispose()
}

function Invoke-Demo {
    Build-Module
    Publish-Project tests/StockSync.MarketServer "$out/market-server"
    Remove-Folder "$out/demo"
    [void] [IO.Directory]::CreateDirectory("$out/demo")

    $range = @{ From = '2024-01-02'; To = '2024-04-12' }
    Write-Step "A made-up market of 560 stocks, more than 500 of them listed on any day, $($range.From) to $($range.To), on this machine"
    $server = Start-MarketServer --stocks, 560, --from, $range.From, --to, $range.To
    try {
        Import-Module "$staged/StockSync.psd1" -Force
        Show-Demo $server.Endpoint $range
    }
    finally { Stop-MarketServer $server }
}

function Show-Demo([string] $Endpoint, [hashtable] $Range) {
    $store = @{ Database = "$out/demo/stocksync.db" }

    Write-Step 'Start-StockBackfill'
    $days = @(Start-StockBackfill @Range @store -Endpoint $Endpoint)
    $days | Group-Object Status | Format-Table Count, Name | Out-Host

    Write-Step 'Get-SyncCheckpoint: the first and the last three days'
    $checkpoint = @(Get-SyncCheckpoint @Range @store)
    @($checkpoint | Select-Object -First 3) + @($checkpoint | Select-Object -Last 3) | Out-Host

    Write-Step 'What the run took'
    $run = Get-SyncRun @store | Sort-Object StartedAt -Descending | Select-Object -First 1
    $seconds = $run.Duration.TotalSeconds
    $complete = @($checkpoint | Where-Object Status -eq 'Completed').Count
    [pscustomobject] @{
        'Days complete'       = "$complete of $($checkpoint.Count)"
        'Rows'                = ($days | Measure-Object Inserted -Sum).Sum
        'Requests'            = $run.Requests
        'Received'            = '{0:n1} MB' -f ($run.BytesIn / 1MB)
        'Seconds'             = '{0:n1}' -f $seconds
        'Requests per second' = '{0:n1}' -f ($run.Requests / [math]::Max($seconds, 0.001))
    } | Format-List | Out-Host

    $stock = Get-Stock @store | Select-Object -First 1
    Write-Step "Get-StockBar: the last five days of $($stock.Code) $($stock.Name)"
    Get-StockBar -Code $stock.Code @Range @store | Select-Object -Last 5 | Format-Table | Out-Host

    Write-Step 'Get-SyncHealth, and Export-SyncReport'
    # A made-up market of the past: how fresh it is says nothing, so only what was counted is shown.
    Get-SyncHealth @store | Format-List SuccessRate, TotalRuns, TotalRows, Durations, FailedStocks, Source, Database, Checkpoint | Out-Host
    Export-SyncReport "$out/demo/report.html" @store -Force
    Write-Host "out/demo/report.html: open it in a browser"

    $open = @($days | Where-Object Status -ne 'Completed')
    if ($days.Count -eq 0 -or $open.Count -gt 0) { throw "$($open.Count) of $($days.Count) days are not complete." }

    Write-Host @'
All days are complete. The real thing, from baostock into your own database:

    Import-Module ./out/StockSync
    Start-StockBackfill -Days 365                                        # into a SQLite file in your data directory
    Start-StockBackfill -Days 365 -Database 'postgresql://user:password@host/database'
    Get-FailedStock | Retry-FailedStock                                  # what didn't come the first time
    Sync-StockDay                                                        # every trading day after 17:30 Beijing time
'@
}

# --- Test -------------------------------------------------------------------------------------------------------------

function Invoke-Tests {
    Build-PesterSuite
    # Always Release: the Debug folder may hold the host that runs this script.
    Publish-Project src/StockSync.Host "$out/host" -As Release

    $results = "$out/test-results"
    Remove-Folder $results
    $sum = @{ Passed = 0; Failed = 0; Skipped = 0 }
    foreach ($project in $testProjects) {
        Write-Step "Test $project"
        Invoke-Dotnet build "$root/tests/$project" --configuration $Configuration --no-restore --verbosity quiet --nologo
        $words = @('test', "$root/tests/$project", '--configuration', $Configuration, '--no-build', '--nologo', '--results-directory', $results,
            '--logger', "trx;LogFileName=$project.trx", '--blame-hang-timeout', '10m', '--blame-hang-dump-type', 'none')
        if ($Filter) { $words += '--filter', $Filter }
        & dotnet @words | Out-Host
        Add-TestResults $sum $project "$results/$project.trx" $LASTEXITCODE
    }
    if ($Filter) { Write-Host 'Pester suite not run: -Filter is for the other tests; -Task Pester runs it' }
    else { Invoke-PesterSuite $sum }
    Show-TestResults $sum
}

function Invoke-PesterTests {
    Build-PesterSuite
    $sum = @{ Passed = 0; Failed = 0; Skipped = 0 }
    Invoke-PesterSuite $sum $Filter
    Show-TestResults $sum
}

function Show-TestResults([hashtable] $Sum) {
    Write-Host "$($Sum.Passed) passed, $($Sum.Failed) failed, $($Sum.Skipped) skipped"
    if ($Sum.Failed -gt 0 -or $Sum.Passed -eq 0) { exit 1 }
}

function Add-TestResults([hashtable] $Sum, [string] $Project, [string] $Path, [int] $ExitCode) {
    $failed = 0
    if ([IO.File]::Exists($Path)) {
        $trx = [xml] [IO.File]::ReadAllText($Path)
        foreach ($test in $trx.GetElementsByTagName('UnitTestResult')) {
            switch ($test.GetAttribute('outcome')) {
                'Passed' { $Sum.Passed++ }
                'NotExecuted' {
                    $Sum.Skipped++
                    Write-Host "skipped: $($test.GetAttribute('testName')): $(Get-TestText $test 'Message', 'StdOut')"
                }
                default {
                    $failed++
                    Write-Host "FAILED: $($test.GetAttribute('testName'))`n$(Get-TestText $test 'Message', 'StackTrace')" -ForegroundColor Red
                }
            }
        }
    }
    # A test host that crashed or hung has no failed test to show for it. Nothing to run for a filter isn't a failure.
    if ($ExitCode -ne 0 -and $failed -eq 0) {
        Write-Host "FAILED: the test run of $Project broke off with exit code $ExitCode" -ForegroundColor Red
        $failed = 1
    }
    $Sum.Failed += $failed
}

function Get-TestText($Test, [string[]] $Elements) {
    $texts = foreach ($name in $Elements) {
        foreach ($element in $Test.GetElementsByTagName($name)) { $element.InnerText.Trim() }
    }
    $texts -join "`n"
}

# --- Pester -----------------------------------------------------------------------------------------------------------

function Build-PesterSuite {
    # On a build machine a missing program must not look like success.
    if ($env:CI -eq 'true') { $env:STOCKSYNC_TEST_REQUIRE_PROGRAMS = '1' }
    Build-Module
    # The suite starts it as a program of its own.
    Publish-Project tests/StockSync.MarketServer "$out/market-server"
}

# What pwsh says to this is the path of the program itself: a tool's command is a shim, and whoever kills that leaves pwsh alive.
$askPwsh = 'if ($PSVersionTable.PSVersion -ge "7.6") { [IO.Path]::Join($PSHOME, ($IsWindows ? "pwsh.exe" : "pwsh")) }'

# The path of the pwsh that $env:STOCKSYNC_PWSH names, else of the one on the PATH if it is new enough, else of the restored tool.
function Find-Pwsh {
    $words = '-NoProfile', '-NonInteractive', '-Command', $askPwsh
    if ($env:STOCKSYNC_PWSH) {
        $path = & $env:STOCKSYNC_PWSH @words
        if (-not $path) { throw "STOCKSYNC_PWSH is no pwsh 7.6 or later: $env:STOCKSYNC_PWSH" }
        return $path
    }
    $command = Get-Command pwsh -CommandType Application -ErrorAction Ignore | Select-Object -First 1
    if ($command) {
        $path = & $command.Source @words
        if ($path) { return $path }
    }

    Invoke-Dotnet tool restore --tool-manifest "$root/.config/dotnet-tools.json" --verbosity quiet
    $start = [Diagnostics.ProcessStartInfo]::new('dotnet', [string[]] (@('tool', 'run', 'pwsh', '--') + $words))
    # The manifest is looked for in the folder that dotnet is started in.
    $start.WorkingDirectory = $root
    $start.RedirectStandardOutput = $true
    $process = [Diagnostics.Process]::Start($start)
    $path = $process.StandardOutput.ReadToEnd().Trim()
    $process.WaitForExit()
    if (-not $path) { throw "The restored pwsh ended with exit code $($process.ExitCode)" }
    $path
}

# Runs the files of the Pester suite whose names contain $Name and adds up their results; the counts come back in a file.
function Invoke-PesterSuite([hashtable] $Sum, [string] $Name) {
    Write-Step "Test with Pester $Name"
    $paths = & dotnet msbuild "$root/tests/StockSync.MarketServer" -getProperty:PesterManifest -getProperty:NetCoreRoot
    if ($LASTEXITCODE -ne 0) { throw "dotnet msbuild ended with exit code $LASTEXITCODE`: $paths" }
    $paths = ($paths -join "`n" | ConvertFrom-Json).Properties
    $pester = if ($env:STOCKSYNC_PESTER) { $env:STOCKSYNC_PESTER } else { $paths.PesterManifest }
    # The tool's pwsh brings no .NET and looks for it in a few usual folders only; dotnet may be elsewhere on the PATH.
    if (-not $env:DOTNET_ROOT) { $env:DOTNET_ROOT = $paths.NetCoreRoot }
    $pwsh = Find-Pwsh
    Write-Host "$pwsh, $pester"

    $counts = "$out/test-results/pester.txt"
    if ([IO.File]::Exists($counts)) { [IO.File]::Delete($counts) }
    $words = @('-NoProfile', '-NonInteractive', '-File', "$root/tests/Invoke-Pester.ps1", '-Pester', $pester, '-Counts', $counts)
    if ($Name) { $words += '-Name', $Name }
    # In a process of its own, as a user has it.
    & $pwsh @words | Out-Host
    if ($LASTEXITCODE -ne 0) { $Sum.Failed++; Write-Host "FAILED: Pester ended with exit code $LASTEXITCODE" -ForegroundColor Red; return }
    $passed, $failed, $skipped = [IO.File]::ReadAllText($counts).Split(' ')
    $Sum.Passed += [int] $passed
    $Sum.Failed += [int] $failed
    $Sum.Skipped += [int] $skipped
}

# --- Soak ------------------------------------------------------------------------------------------------------------

function Invoke-Soak {
    # Without kills nothing is proven, so here too a missing program must not look like success.
    $env:STOCKSYNC_TEST_REQUIRE_PROGRAMS = '1'
    $numbers = [ordered]@{
        STOCKSYNC_TEST_KILLS = '1000'        # per store
        STOCKSYNC_TEST_SESSION_KILLS = '100' # of a PowerShell session, per store
        STOCKSYNC_TEST_SEEDS = '10000'       # of the simulation
        STOCKSYNC_TEST_HISTORIES = '500'     # over the wire, and forty times as many in memory
        STOCKSYNC_TEST_MUTANTS = '100000'    # damaged answers
        STOCKSYNC_TEST_TEARS = '500'         # of a write-ahead log
        STOCKSYNC_TEST_STOPS = '200'         # at random moments
        STOCKSYNC_TEST_CONFLICTS = '1000'    # between transactions
        STOCKSYNC_TEST_TERMINATIONS = '1000' # of all sessions of a run
        STOCKSYNC_TEST_RESTARTS = '50'       # of a database server
        STOCKSYNC_TEST_DATE_STEP = '1'       # every day from 1990 to 2035
        STOCKSYNC_TEST_SCHEDULES = '20'      # of 400 days each
        STOCKSYNC_TEST_BARS = '15000000'     # of the database whose health is asked for
        STOCKSYNC_TEST_WAITS = 'real'
    }
    foreach ($name in $numbers.Keys) {
        if (-not [Environment]::GetEnvironmentVariable($name)) { [Environment]::SetEnvironmentVariable($name, $numbers[$name]) }
    }
    $report = "$out/soak.tsv"
    if (-not [IO.Directory]::Exists($out)) { [void] [IO.Directory]::CreateDirectory($out) }
    if ([IO.File]::Exists($report)) { [IO.File]::Delete($report) }
    $env:STOCKSYNC_TEST_REPORT = $report

    Invoke-Dotnet restore "$root/StockSync.sln" --locked-mode --verbosity quiet
    Write-Step "Soak: $env:STOCKSYNC_TEST_KILLS kills per store, $env:STOCKSYNC_TEST_SEEDS simulated runs, $env:STOCKSYNC_TEST_MUTANTS damaged answers"
    $only = ('Crash', 'Simulation', 'SourceFaults', 'DatabaseFaults', 'EndToEnd', 'Health', 'Histories', 'Tries' | ForEach-Object { "FullyQualifiedName~StockSync.Tests.$_" }) -join '|'
    if ($Filter) { $only = "($only)&($Filter)" }
    & dotnet test "$root/tests/StockSync.Tests" --configuration $Configuration --no-restore --nologo --filter $only --logger 'console;verbosity=normal' | Out-Host
    $code = $LASTEXITCODE
    if (-not $Filter) { $code += Invoke-SessionSoak }

    $lines = if ([IO.File]::Exists($report)) { [IO.File]::ReadAllLines($report) } else { @() }
    Write-Host ('{0,-7} {1,-62} {2,-11} {3,8} {4,10}' -f 'Fault', 'What', 'Store', 'Cases', 'Violations')
    $violations = 0
    # A line for each test; those of the same fault are one row.
    $rows = [ordered]@{}
    foreach ($line in $lines | Sort-Object) {
        $cells = $line.Split("`t")
        $name = '{0,-7} {1,-62} {2,-11}' -f $cells[0..2]
        if (-not $rows.Contains($name)) { $rows[$name] = @(0, 0) }
        $rows[$name][0] += [int] $cells[3]
        $rows[$name][1] += [int] $cells[4]
        $violations += [int] $cells[4]
    }
    foreach ($name in $rows.Keys) { Write-Host ('{0} {1,8} {2,10}' -f $name, $rows[$name][0], $rows[$name][1]) }
    Write-Host "$violations violations; dotnet test ended with $code"
    if ($code -ne 0 -or $violations -gt 0) { exit 1 }
}

# Kills of real sessions; how many tests failed.
function Invoke-SessionSoak {
    Build-PesterSuite | Out-Host
    $sum = @{ Passed = 0; Failed = 0; Skipped = 0 }
    Invoke-PesterSuite $sum Crash | Out-Host
    $sum.Failed
}

# --- Mutate ----------------------------------------------------------------------------------------------------------

function Invoke-Mutations {
    Invoke-Dotnet tool restore --tool-manifest "$root/.config/dotnet-tools.json"
    Invoke-Dotnet restore "$root/tests/StockSync.Mutation" --locked-mode --verbosity quiet
    # Analyzers have nothing to say of mutants and take most of a build; a machine with much to do answers 'dotnet --info' late.
    $env:RunAnalyzers = 'false'
    $env:DOTNET_INFO_WAIT_TIME = '30000'
    $sum = @{ Killed = 0; Timeout = 0; Survived = 0; NoCoverage = 0 }
    $left = foreach ($name in 'stryker-config', 'stryker-config.core') {
        Write-Step "Mutate ($name.json)"
        Remove-Folder "$out/mutation/$name"
        $start = [Diagnostics.ProcessStartInfo]::new('dotnet')
        # In the folder of the tests: in that of the solution, Stryker would take on all of it.
        $start.WorkingDirectory = "$root/tests/StockSync.Mutation"
        foreach ($word in 'stryker', '--config-file', "$name.json", '--output', "$out/mutation/$name", '--skip-version-check') { $start.ArgumentList.Add($word) }
        $process = [Diagnostics.Process]::Start($start)
        $process.WaitForExit()
        if ($process.ExitCode -ne 0) { throw "dotnet stryker ended with exit code $($process.ExitCode)" }
        Get-Survivors $sum "$out/mutation/$name/reports/mutation-report.json"
    }
    $left | ForEach-Object { Write-Host $_ }
    $killed = $sum.Killed + $sum.Timeout
    $all = $killed + $sum.Survived + $sum.NoCoverage
    Write-Host "$killed of $all mutants killed ($([math]::Round(100 * $killed / [math]::Max(1, $all), 1)) %), $($sum.Survived) survived, $($sum.NoCoverage) met by no test"
    if ($killed -lt 0.9 * $all) { exit 1 }
}

# A line for each mutant that no test notices; counts all.
function Get-Survivors([hashtable] $Sum, [string] $Path) {
    $report = [Text.Json.JsonDocument]::Parse([IO.File]::ReadAllText($Path))
    foreach ($file in $report.RootElement.GetProperty('files').EnumerateObject()) {
        $lines = $file.Value.GetProperty('source').GetString().Split("`n")
        foreach ($mutant in $file.Value.GetProperty('mutants').EnumerateArray()) {
            $status = $mutant.GetProperty('status').GetString()
            if ($Sum.ContainsKey($status)) { $Sum[$status]++ }
            if ($status -notin 'Survived', 'NoCoverage') { continue }
            $line = $mutant.GetProperty('location').GetProperty('start').GetProperty('line').GetInt32()
            $text = $mutant.GetProperty('replacement').GetString().Trim() -replace '\s+', ' '
            "$($status.ToUpperInvariant()) $([IO.Path]::GetFileName($file.Name)):$line $($mutant.GetProperty('mutatorName').GetString())`n    $($lines[$line - 1].Trim())`n    > $text"
        }
    }
    $report.Dispose()
}

# --- Bench -----------------------------------------------------------------------------------------------------------

function Invoke-Benchmarks {
    Invoke-Dotnet restore "$root/StockSync.sln" --locked-mode --verbosity quiet
    Write-Step 'Build the benchmarks'
    # Always Release: the times of a Debug build are nobody's.
    Publish-Project tests/StockSync.Benchmarks "$out/benchmarks" -As Release
    Write-Step 'Bench'
    $words = @("$out/benchmarks/StockSync.Benchmarks.dll", '--out', "$out/bench.md")
    if ($Filter) { $words += '--filter', $Filter }
    & dotnet @words | Out-Host
    if ($LASTEXITCODE -ne 0) { throw "The benchmarks ended with exit code $LASTEXITCODE" }
    Write-Host 'out/bench.md'
}

switch ($Task) {
    'Build' { Build-Module }
    'Demo' { Invoke-Demo }
    'Test' { Invoke-Tests }
    'Pester' { Invoke-PesterTests }
    'Pack' { New-Package }
    'Soak' { Invoke-Soak }
    'Bench' { Invoke-Benchmarks }
    'Mutate' { Invoke-Mutations }
    'Clean' { Clear-Everything }
}
