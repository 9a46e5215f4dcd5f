#requires -Version 7.6
<#
.SYNOPSIS
    Builds, demonstrates, tests and packs StockSync.
.DESCRIPTION
    Runs in PowerShell 7.6 or later, installed or fetched by the .NET SDK:

        pwsh ./build.ps1 -Task Test
        dotnet tool exec -y powershell -- ./build.ps1 -Task Test

    Everything it makes is under out/. Where PSScriptAnalyzer is installed, this checks the scripts:

        Invoke-ScriptAnalyzer . -Recurse -Settings tests/PSScriptAnalyzerSettings.psd1
.PARAMETER Task
    Build      the module in out/StockSync (default)
    Demo       the module at work: a made-up market, a backfill into SQLite, and what it left
    Test       all tests; the last line is 'N passed, N failed, N skipped'
    Pester     only the tests that use the module as a person does; the last line is the same
    PesterAll  those in the PowerShell of the .NET tool and in its program of its own, with each Pester that is restored; a line for each
    Pack       out/StockSync-<version>.zip and its SHA-256
    Bench      the benchmarks: out/bench.md, a table with a target for each row; only worth something on a machine with nothing else to do
    Mutate     mutation testing of the evidence rules (tests/StockSync.Mutation): the score, and the mutants that no test notices
    Soak       the fault tests with their full numbers (1,000 kills per store, 10,000 simulated runs ...) and a table; one to two hours
    Clean      removes out/ and every bin/ and obj/
.PARAMETER Configuration
    Release (default) or Debug.
.PARAMETER Filter
    Only these tests, as 'dotnet test --filter' takes it; for Pester, only files whose name contains this text or one of several
    parted by commas; for Bench, only such scenarios.
.PARAMETER PesterVersion
    The Pester of the tasks Test and Pester: one of those in Directory.Packages.props, by default the newest of them.
#>
[CmdletBinding()]
param(
    [ValidateSet('Build', 'Demo', 'Test', 'Pester', 'PesterAll', 'Pack', 'Clean', 'Soak', 'Bench', 'Mutate')]
    [string] $Task = 'Build',

    [ValidateSet('Release', 'Debug')]
    [string] $Configuration = 'Release',

    [string] $Filter,

    [string] $PesterVersion
)

$ErrorActionPreference = 'Stop'
$InformationPreference = 'Continue'
# A program that fails ends the script, like an error of a cmdlet.
$PSNativeCommandUseErrorActionPreference = $true
Set-StrictMode -Version 3.0
# A log has no colours.
if ([Console]::IsOutputRedirected) { $PSStyle.OutputRendering = 'PlainText' }

$root = $PSScriptRoot
$out = "$root/out"
$staged = "$out/StockSync"

function Write-Step([string] $Text) { Write-Information "==> $Text" }

function Write-Failure([string] $Text) { Write-Information "FAILED: $Text" }

function Clear-Path([string[]] $Path) { Get-Item $Path -Force -ErrorAction Ignore | Remove-Item -Recurse -Force }

# --- Build ------------------------------------------------------------------------------------------------------------

# Locked: what was reviewed is what is built. After a change of packages run 'dotnet restore' and commit the lock files.
function Restore-Package([string] $Path = 'StockSync.sln') { dotnet restore "$root/$Path" --locked-mode --verbosity quiet | Out-Host }

function Publish-Project([string] $Project, [string] $To, [string] $As = $Configuration) {
    # Into an empty folder: files that a project no longer makes must not survive.
    Clear-Path $To
    dotnet publish "$root/$Project" --configuration $As --no-restore --output $To --verbosity quiet --nologo | Out-Host
}

# The assemblies of a published engine once more, compiled for that system. StockSync.Core stands a folder above them.
function Publish-MachineCode([string] $Engine, [string] $Platform, [string] $To) {
    $words = '--runtime', $Platform, "-p:AssemblyFolder=$Engine", '--output', $To
    dotnet publish "$root/src/StockSync.Precompiled" --configuration Release @words --verbosity quiet --nologo | Out-Host
}

# Of the system that this runs on, as .NET names it.
function Get-Platform {
    $system = $IsWindows ? 'win' : $IsMacOS ? 'osx' : 'linux'
    "$system-$([Runtime.InteropServices.RuntimeInformation]::ProcessArchitecture.ToString().ToLowerInvariant())"
}

# Machine code is made for the given systems; elsewhere the same assemblies are compiled as they are used.
function Build-Module([string[]] $Platform = (Get-Platform)) {
    Write-Step 'Restore'
    Restore-Package
    Write-Step "Build ($Configuration)"
    $new = "$out/StockSync.new"
    Clear-Path $new
    $null = New-Item $new -ItemType Directory
    foreach ($pattern in 'StockSync.psd1', 'LICENSE', 'README.md', 'CHANGELOG.md', 'src/StockSync/*.ps1xml', 'src/StockSync/Help/*') {
        Copy-Item "$root/$pattern" $new -Recurse
    }

    Publish-Project src/StockSync "$new/bin"
    Clear-Path "$new/bin/runtimes"
    Get-ChildItem "$new/bin" -Recurse -File | Where-Object Name -NotMatch '^StockSync(\.Core)?(\.resources)?\.(dll|pdb)$' | Remove-Item
    # Published, not just built: the load context needs the engine's .deps.json and the native libraries beside it.
    Publish-Project src/StockSync.Engine "$new/bin/engine"
    # The engine's copy of StockSync.Core must go: two of them would be two different sets of types.
    Get-ChildItem "$new/bin/engine" -Recurse -File |
        Where-Object { $_.Name -notmatch '\.(dll|pdb|so|dylib|deps\.json)$' -or $_.Name -like 'StockSync.Core.*' } | Remove-Item
    # SQLite's package brings 21 native builds, 36 MB; these are the systems that PowerShell 7.6 runs on.
    $systems = 'win-x64', 'win-arm64', 'linux-x64', 'linux-arm64', 'linux-musl-x64', 'osx-x64', 'osx-arm64'
    Get-ChildItem "$new/bin/engine/runtimes" | Where-Object Name -NotIn $systems | Remove-Item -Recurse
    foreach ($name in $Platform) { Publish-MachineCode "$new/bin/engine" $name "$new/bin/engine/runtimes/$name/lib" }

    # The staged module is whole at every moment but the one between two renames.
    Clear-Path "$out/StockSync.old"
    if (Test-Path $staged) {
        try { Move-Item $staged "$out/StockSync.old" }
        catch { throw "out/StockSync is in use; close the sessions that have imported it. ($_)" }
    }
    Move-Item $new $staged
    Clear-Path "$out/StockSync.old"
    $size = (Get-ChildItem $staged -Recurse -File | Measure-Object Length -Sum).Sum
    Write-Information "out/StockSync is ready ($([math]::Round($size / 1MB, 1)) MB)"
}

function Compress-Module {
    Build-Module win-x64, linux-x64, linux-arm64, osx-arm64
    Write-Step 'Pack'
    # Also checks that the files named in the manifest exist.
    $manifest = Test-ModuleManifest "$staged/StockSync.psd1"
    $version = @("$($manifest.Version)"; $manifest.PrivateData.PSData['Prerelease']) -ne $null -join '-'
    $name = "StockSync-$version.zip"
    Clear-Path "$out/$name"
    # Compress-Archive keeps times and takes files as they come; sorted and with a fixed time, the same sources give the same bytes.
    [string[]] $files = (Get-ChildItem $staged -Recurse -File -Exclude *.pdb).FullName
    [array]::Sort($files, [StringComparer]::Ordinal)
    $zip = [IO.Compression.ZipFile]::Open("$out/$name", 'Create')
    try {
        foreach ($file in $files) {
            $entry = $zip.CreateEntry('StockSync/' + [IO.Path]::GetRelativePath($staged, $file).Replace('\', '/'))
            $entry.LastWriteTime = [DateTimeOffset]::new(2000, 1, 1, 0, 0, 0, [timespan]::Zero)
            $target = $entry.Open()
            try { $target.Write([IO.File]::ReadAllBytes($file)) } finally { $target.Dispose() }
        }
    }
    finally { $zip.Dispose() }
    $hash = (Get-FileHash "$out/$name" -Algorithm SHA256).Hash.ToLowerInvariant()
    # The format that 'sha256sum --check' reads.
    Set-Content "$out/SHA256SUMS" "$hash  $name`n" -NoNewline
    Write-Information "out/$name`n$hash"
}

# --- Demo -------------------------------------------------------------------------------------------------------------

function Invoke-Demo {
    Build-Module
    Publish-Project tests/StockSync.MarketServer "$out/market-server"
    Clear-Path "$out/demo"
    $null = New-Item "$out/demo" -ItemType Directory
    & "$root/tests/Invoke-Demo.ps1" -Module "$staged/StockSync.psd1" -Server "$out/market-server/StockSync.MarketServer.dll" -Folder "$out/demo"
}

# --- Test -------------------------------------------------------------------------------------------------------------

# The module, what the tests need beside it, and where Pester stands.
function Initialize-Test {
    # On a build machine a missing program must not look like success.
    if ($env:CI -eq 'true') { $env:STOCKSYNC_TEST_REQUIRE_PROGRAMS = '1' }
    Build-Module
    # The suite starts it as a program of its own.
    Publish-Project tests/StockSync.MarketServer "$out/market-server"
    Clear-Path "$out/test-results"
    $env:STOCKSYNC_TEST_PWSH = Join-Path $PSHOME ($IsWindows ? 'pwsh.exe' : 'pwsh')
    $names = 'NetCoreRoot', 'NuGetPackageRoot', 'PesterVersion', 'OldestPesterVersion'
    $build = (dotnet msbuild "$root/tests/StockSync.MarketServer" "-getProperty:$($names -join ',')" | ConvertFrom-Json).Properties
    # The program of the tool's PowerShell brings no .NET and looks for it in a few usual folders only; dotnet may be elsewhere on the PATH.
    if (-not $env:DOTNET_ROOT) { $env:DOTNET_ROOT = $build.NetCoreRoot }
    [pscustomobject] @{ Folder = "$($build.NuGetPackageRoot)pester"; Versions = $build.OldestPesterVersion, $build.PesterVersion }
}

function Invoke-Test {
    $pester = Initialize-Test
    Write-Step 'Test StockSync.Tests'
    $project = "$root/tests/StockSync.Tests"
    dotnet build $project --configuration $Configuration --no-restore --verbosity quiet --nologo | Out-Host
    $words = @('--results-directory', "$out/test-results", '--logger', 'trx;LogFileName=tests.trx', '--blame-hang-timeout', '10m', '--blame-hang-dump-type', 'none')
    if ($Filter) { $words += '--filter', $Filter }
    $PSNativeCommandUseErrorActionPreference = $false
    dotnet test $project --configuration $Configuration --no-build --nologo @words | Out-Host
    $counts = @(Read-TestResult "$out/test-results/tests.trx" $LASTEXITCODE)
    if ($Filter) { Write-Information 'Pester suite not run: -Filter is for the other tests; -Task Pester runs it' }
    else { $counts += Invoke-PesterSuite $pester }
    Complete-Test $counts
}

function Read-TestResult([string] $Path, [int] $ExitCode) {
    $count = [pscustomobject] @{ Passed = 0; Failed = 0; Skipped = 0 }
    $spaces = @{ Namespace = @{ t = 'http://microsoft.com/schemas/VisualStudio/TeamTest/2010' } }
    $tests = if (Test-Path $Path) { Select-Xml -Path $Path -XPath '//t:UnitTestResult' @spaces | ForEach-Object Node }
    foreach ($test in $tests) {
        $texts = @{}
        foreach ($part in 'Message', 'StackTrace', 'StdOut') {
            $texts[$part] = Select-Xml -Xml $test -XPath ".//t:$part" @spaces | ForEach-Object { $_.Node.InnerText.Trim() }
        }
        switch ($test.outcome) {
            'Passed' { $count.Passed++ }
            'NotExecuted' { $count.Skipped++; Write-Information "skipped: $($test.testName): $($texts.Message)$($texts.StdOut)" }
            default { $count.Failed++; Write-Failure "$($test.testName)`n$($texts.Message)`n$($texts.StackTrace)" }
        }
    }
    # A test host that crashed or hung has no failed test to show for it. Nothing to run for a filter isn't a failure.
    if ($ExitCode -ne 0 -and $count.Failed -eq 0) {
        Write-Failure "the test run broke off with exit code $ExitCode"
        $count.Failed = 1
    }
    $count
}

# The test files whose names contain $Name or one of several parted by commas, the long ones first: then all processes end at about the same time.
function Get-PesterFile([string] $Name) {
    $parts = foreach ($part in $Name.Split(',', [StringSplitOptions] 'TrimEntries, RemoveEmptyEntries')) { [regex]::Escape($part) }
    $files = @((Get-ChildItem "$root/tests" -Filter *.Tests.ps1).Name -match ($parts -join '|'))
    if (-not $files) { throw "No test file has a name with '$Name'." }
    $long = 'Secrets', 'Readme', 'Evidence', 'EndToEnd', 'Crash', 'PipelineInput', 'Advice', 'Start-StockBackfill', 'ClockSession' | ForEach-Object { "$_.Tests.ps1" }
    @($long | Where-Object { $_ -in $files }) + @($files | Where-Object { $_ -notin $long })
}

# Runs those files in as many processes as there are processors; each takes the next file of the list.
function Invoke-PesterSuite($Pester, [string] $Name, [string] $Version = $PesterVersion, [string[]] $Program = $env:STOCKSYNC_TEST_PWSH) {
    if (-not $Version) { $Version = $Pester.Versions[-1] }
    if ($Version -notin $Pester.Versions) { throw "Pester $Version is not restored; $($Pester.Versions -join ' and ') are." }
    Write-Step "Test with Pester $Version in $Program"
    $files = @(Get-PesterFile $Name)
    $folder = "$out/test-results/pester"
    Clear-Path $folder
    $null = New-Item $folder -ItemType Directory
    Set-Content "$folder/files.txt" $files
    $words = @($Program | Select-Object -Skip 1) + '-NoProfile', '-NonInteractive', '-File', "$root/tests/Invoke-Pester.ps1"
    $words += '-Pester', "$($Pester.Folder)/$Version/tools/Pester.psd1", '-Folder', $folder
    $processes = [Math]::Min($files.Count, [Math]::Min([Environment]::ProcessorCount, 4))
    $codes = [Collections.Concurrent.ConcurrentBag[int]]::new()
    1..$processes | ForEach-Object -ThrottleLimit $processes -Parallel {
        $program, $words = $using:Program[0], $using:words
        # What a process writes about one file stays together.
        $lines = [Collections.Generic.List[string]]::new()
        & $program @words 2>&1 | ForEach-Object {
            if ("$_".StartsWith('==> ') -and $lines.Count) { $lines -join "`n"; $lines.Clear() }
            $lines.Add("$_")
        }
        $lines -join "`n"
        ($using:codes).Add($LASTEXITCODE)
    } | Out-Host
    foreach ($code in $codes -ne 0) {
        Write-Failure "Pester ended with exit code $code"
        [pscustomobject] @{ Passed = 0; Failed = 1; Skipped = 0 }
    }
    foreach ($file in $files) {
        $count = Get-Content "$folder/$file.json" -Raw -ErrorAction Ignore | ConvertFrom-Json
        if ($count -and $count.Passed + $count.Failed + $count.Skipped -gt 0) { $count; continue }
        Write-Failure ($count ? "$file has no test" : "$file was not run to its end")
        [pscustomobject] @{ Passed = 0; Failed = 1; Skipped = 0 }
    }
}

function Invoke-PesterMatrix {
    $pester = Initialize-Test
    # The tool that the repository pins, whichever PowerShell this is: its program, and started as its command does.
    Push-Location $root
    try {
        dotnet tool restore --verbosity quiet | Out-Host
        $tool = dotnet tool run pwsh -- -NoProfile -NonInteractive -Command '$PSHOME'
    }
    finally { Pop-Location }
    $programs = [ordered] @{ 'dotnet pwsh.dll' = 'dotnet', "$tool/pwsh.dll"; pwsh = Join-Path $tool ($IsWindows ? 'pwsh.exe' : 'pwsh') }
    $runs = foreach ($version in $pester.Versions) {
        foreach ($name in $programs.Keys) {
            $count = Measure-Test (Invoke-PesterSuite $pester -Name $Filter -Version $version -Program $programs[$name])
            $count | Add-Member Title "Pester $version in $name" -PassThru
        }
    }
    foreach ($run in $runs) { Write-Information "$($run.Title): $($run.Passed) passed, $($run.Failed) failed, $($run.Skipped) skipped" }
    Complete-Test $runs
}

function Measure-Test([object[]] $Count) {
    $sum = [ordered] @{}
    foreach ($name in 'Passed', 'Failed', 'Skipped') { $sum[$name] = ($Count | Measure-Object $name -Sum).Sum }
    [pscustomobject] $sum
}

function Complete-Test([object[]] $Count) {
    $sum = Measure-Test $Count
    Write-Information "$($sum.Passed) passed, $($sum.Failed) failed, $($sum.Skipped) skipped"
    if ($sum.Failed -gt 0 -or $sum.Passed -eq 0) { exit 1 }
}

# --- Soak and Bench ---------------------------------------------------------------------------------------------------

function Invoke-Soak {
    # Without kills nothing is proven, so here too a missing program must not look like success.
    $env:STOCKSYNC_TEST_REQUIRE_PROGRAMS = '1'
    $numbers = Import-PowerShellDataFile "$root/tests/Soak.psd1"
    foreach ($name in $numbers.Keys) {
        if (-not (Test-Path "Env:STOCKSYNC_TEST_$name")) { Set-Item "Env:STOCKSYNC_TEST_$name" $numbers[$name] }
    }
    $env:STOCKSYNC_TEST_REPORT = $report = "$out/soak.tsv"
    $pester = Initialize-Test
    Set-Content $report '' -NoNewline

    Write-Step "Soak: $env:STOCKSYNC_TEST_KILLS kills per store, $env:STOCKSYNC_TEST_SEEDS simulated runs, $env:STOCKSYNC_TEST_MUTANTS damaged answers"
    $only = ('Crash', 'Simulation', 'SourceFaults', 'DatabaseFaults', 'EndToEnd', 'Health', 'Histories', 'Tries' | ForEach-Object { "FullyQualifiedName~StockSync.Tests.$_" }) -join '|'
    if ($Filter) { $only = "($only)&($Filter)" }
    $PSNativeCommandUseErrorActionPreference = $false
    dotnet test "$root/tests/StockSync.Tests" --configuration $Configuration --no-restore --nologo --filter $only --logger 'console;verbosity=normal' | Out-Host
    $code = $LASTEXITCODE
    # Kills of real sessions.
    if (-not $Filter) { $code += (Measure-Test (Invoke-PesterSuite $pester -Name Crash)).Failed }

    # A line for each test; those of the same fault are one row.
    $rows = Import-Csv $report -Delimiter "`t" -Header Fault, What, Store, Cases, Violations | Group-Object Fault, What, Store | Sort-Object Name | ForEach-Object {
        $row = $_.Group[0] | Select-Object Fault, What, Store, Cases, Violations
        foreach ($name in 'Cases', 'Violations') { $row.$name = [int] ($_.Group | Measure-Object $name -Sum).Sum }
        $row
    }
    $rows | Format-Table | Out-Host
    $violations = 0
    foreach ($row in $rows) { $violations += $row.Violations }
    Write-Information "$violations violations; the tests ended with $code"
    if ($code -ne 0 -or $violations -gt 0) { exit 1 }
}

function Invoke-Benchmark {
    Restore-Package
    Write-Step 'Build the benchmarks'
    # Always Release: the times of a Debug build are nobody's.
    Publish-Project tests/StockSync.Benchmarks "$out/benchmarks" -As Release
    # The engine as the module ships it.
    Publish-Project src/StockSync.Engine "$out/benchmarks/engine" -As Release
    Remove-Item "$out/benchmarks/engine/StockSync.Core.*"
    Publish-MachineCode "$out/benchmarks/engine" (Get-Platform) "$out/benchmarks/precompiled"
    Copy-Item "$out/benchmarks/precompiled/*.dll" "$out/benchmarks"
    Write-Step 'Bench'
    $words = @($Filter ? ('--filter', $Filter) : @())
    dotnet "$out/benchmarks/StockSync.Benchmarks.dll" --out "$out/bench.md" @words | Out-Host
    Write-Information 'out/bench.md'
}

switch ($Task) {
    'Build' { Build-Module }
    'Demo' { Invoke-Demo }
    'Test' { Invoke-Test }
    'Pester' { Complete-Test (Invoke-PesterSuite (Initialize-Test) -Name $Filter) }
    'PesterAll' { Invoke-PesterMatrix }
    'Pack' { Compress-Module }
    'Soak' { Invoke-Soak }
    'Bench' { Invoke-Benchmark }
    'Mutate' { & "$root/tests/StockSync.Mutation/Invoke-Mutation.ps1" -Out "$out/mutation" }
    'Clean' { Write-Step 'Clean'; Clear-Path $out, "$root/src/*/bin", "$root/src/*/obj", "$root/tests/*/bin", "$root/tests/*/obj" }
}
