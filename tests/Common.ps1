<#
What every file of the suite uses: the staged module, settings that are nobody's, a market on this machine, and databases of its own.

    BeforeAll { . "$PSScriptRoot/Common.ps1"; Enter-Sandbox; $market = Start-Market }
    AfterAll { Exit-Sandbox }

    Describe '...' {
        BeforeEach { Use-NewDatabase }
    }

The build has to have left the module in out/StockSync and the market server in out/market-server (build.ps1 -Task Pester does).
#>

# An error that a test does not expect fails it.
$ErrorActionPreference = 'Stop'

$outFolder = [IO.Path]::GetFullPath("$PSScriptRoot/../out")

# The program of this PowerShell. [Environment]::ProcessPath is dotnet in the PowerShell of a .NET tool.
$pwshPath = Join-Path $PSHOME ($IsWindows ? 'pwsh.exe' : 'pwsh')

# Changed by the functions below, whichever scope they are called from.
$sandbox = @{ Variables = @{}; Servers = [Collections.Generic.List[object]]::new(); Files = 0 }

# The range of every market below unless a test says otherwise: 22 trading days; the 6th and the 7th are a weekend.
$january = @{ From = '2024-01-02'; To = '2024-01-31' }

function Enter-Sandbox {
    foreach ($variable in Get-ChildItem Env:STOCKSYNC_*) {
        # What a machine must have is said by its owner, not by the user.
        if ($variable.Name -like 'STOCKSYNC_TEST_*') { continue }
        Set-SandboxVariable $variable.Name $null
    }
    Set-SandboxVariable STOCKSYNC_CONFIG "$TestDrive/settings.json"
    Set-SandboxVariable XDG_DATA_HOME "$TestDrive/data"
    Set-SandboxVariable XDG_STATE_HOME "$TestDrive/state"
    # Waits of the product are seconds; here nobody needs them.
    foreach ($name in 'RETRY_MIN_DELAY', 'RETRY_MAX_DELAY', 'SECOND_ROUND_DELAY') { Set-SandboxVariable "STOCKSYNC_$name" '0' }
    Import-Module "$outFolder/StockSync/StockSync.psd1" -Force
    $sandbox.Culture = [cultureinfo]::CurrentUICulture
    [cultureinfo]::CurrentUICulture = 'en-US'
}

function Exit-Sandbox {
    foreach ($server in $sandbox.Servers) { Stop-Market $server }
    foreach ($name in $sandbox.Variables.Keys) { [Environment]::SetEnvironmentVariable($name, $sandbox.Variables[$name]) }
    [cultureinfo]::CurrentUICulture = $sandbox.Culture
    Remove-Module StockSync
}

# An environment variable until the end of the file.
function Set-SandboxVariable([string] $Name, [AllowNull()] [object] $Value) {
    if (-not $sandbox.Variables.ContainsKey($Name)) { $sandbox.Variables[$Name] = [Environment]::GetEnvironmentVariable($Name) }
    [Environment]::SetEnvironmentVariable($Name, $Value)
}

# The path of a SQLite file that does not exist yet.
function New-DatabasePath { "$TestDrive/bars-$((++$sandbox.Files)).db" }

# The same as the database that cmdlets use without -Database.
function Use-NewDatabase { Set-SandboxVariable STOCKSYNC_DATABASE (New-DatabasePath) }

<#
Starts a made-up market with 20 stocks and returns its Endpoint and its Log. The first one of a file is the service that cmdlets use
without -Endpoint. -Fault takes what 'StockSync.MarketServer --help' describes, -Option any other words of its command line.
#>
function Start-Market {
    param(
        [int] $Stocks = 20,
        [string] $From = $january.From,
        [string] $To = $january.To,
        [string[]] $Fault = @(),
        [string[]] $Option = @()
    )

    $log = "$TestDrive/requests-$((++$sandbox.Files)).json"
    $words = @("$outFolder/market-server/StockSync.MarketServer.dll", '--stop-with-stdin', '--log', $log)
    $words += '--stocks', $Stocks, '--from', $From, '--to', $To
    foreach ($rule in $Fault) { $words += '--fault', $rule }

    $start = [Diagnostics.ProcessStartInfo]::new('dotnet', [string[]] ($words + $Option))
    # It ends with its standard input, that is with this process, whatever becomes of it.
    $start.RedirectStandardInput = $start.RedirectStandardOutput = $true
    $process = [Diagnostics.Process]::Start($start)
    $line = $process.StandardOutput.ReadLine()
    if ($line -notmatch '^listening on (?<endpoint>.+)$') { throw "The market server did not start: $line" }
    $server = [pscustomobject] @{ Endpoint = $Matches.endpoint; Log = $log; Process = $process }
    if ($sandbox.Servers.Count -eq 0) { Set-SandboxVariable STOCKSYNC_ENDPOINT $server.Endpoint }
    $sandbox.Servers.Add($server)
    $server
}

function Stop-Market($Server) {
    if ($Server.Process.HasExited) { return }
    $Server.Process.StandardInput.Close()
    if (-not $Server.Process.WaitForExit(10000)) { $Server.Process.Kill() }
}

# What a market was asked so far: all requests, or those for bars (95: one stock's, 98: a whole day's).
function Get-MarketRequest($Server, [switch] $ForBars) {
    if (-not [IO.File]::Exists($Server.Log)) { return }
    foreach ($line in [IO.File]::ReadAllLines($Server.Log)) {
        $request = $line | ConvertFrom-Json
        if (-not $ForBars -or $request.type -in '95', '98') { $request }
    }
}

# A crontab program of the test's own in front of the machine's, and no settings in the environment: a job would not see them.
function Use-FakeCrontab {
    $folder = "$TestDrive/crontab-$((++$sandbox.Files))"
    $null = [IO.Directory]::CreateDirectory($folder)
    Set-Content "$folder/crontab" @"
#!/bin/sh
case "`$1" in
    -l) [ -f '$folder/table' ] || { echo 'no crontab for me' >&2; exit 1; }; cat '$folder/table' ;;
    -) cat >'$folder/table' ;;
    -r) rm '$folder/table' ;;
esac
"@
    chmod +x "$folder/crontab"
    Set-SandboxVariable PATH "$folder$([IO.Path]::PathSeparator)$($sandbox.Variables['PATH'] ?? $env:PATH)"
    foreach ($name in 'STATE', 'CONFIG') { Set-SandboxVariable "XDG_$($name)_HOME" "$folder/$name" }
    foreach ($variable in Get-ChildItem Env:STOCKSYNC_*) {
        if ($variable.Name -notlike 'STOCKSYNC_TEST_*' -and $variable.Name -ne 'STOCKSYNC_CONFIG') { Set-SandboxVariable $variable.Name $null }
    }
    Set-SandboxVariable STOCKSYNC_CONFIG "$folder/settings.json"
    "$folder/table"
}

# The terminating error of a script block; a failed assertion where it ends well.
function Get-TerminatingError([scriptblock] $Script) {
    try { $null = & $Script }
    catch { return $_ }
    throw "No terminating error: $Script"
}

# What scripts may depend on: the id with the cmdlet's class, and the category.
function Get-ErrorIdentity($ErrorRecord) { "$($ErrorRecord.FullyQualifiedErrorId) $($ErrorRecord.CategoryInfo.Category)" }

# Runs a script block in a session that speaks another language.
function Invoke-InCulture([string] $Name, [scriptblock] $Script) {
    $former = [cultureinfo]::CurrentCulture, [cultureinfo]::CurrentUICulture
    try {
        [cultureinfo]::CurrentCulture = [cultureinfo]::CurrentUICulture = $Name
        & $Script
    }
    finally { [cultureinfo]::CurrentCulture, [cultureinfo]::CurrentUICulture = $former }
}

# What -WhatIf says while a script block runs, line by line: that goes to the screen and into no stream.
function Get-WhatIfText([scriptblock] $Script) {
    $path = "$TestDrive/screen-$((++$sandbox.Files)).txt"
    $null = Start-Transcript $path
    try { $null = & $Script } finally { $null = Stop-Transcript }
    @(Get-Content $path) -like 'What if: *'
}

# Runs a script as 'pwsh -File' in a process of its own, with the module imported, its two streams apart and away from any terminal.
# With answers somebody types them, otherwise nobody is there to be asked.
function Invoke-Script([string] $Text, [string[]] $Answer) {
    $path = "$TestDrive/script-$((++$sandbox.Files)).ps1"
    Set-Content $path "Import-Module '$outFolder/StockSync/StockSync.psd1'`n$Text"
    $errors = "$path.err"
    # The exit code is for the test to judge.
    $PSNativeCommandUseErrorActionPreference = $false
    if ($Answer) { $output = $Answer | & $pwshPath -NoProfile -File $path 2> $errors }
    else { $output = & $pwshPath -NoProfile -NonInteractive -File $path 2> $errors }
    [pscustomobject] @{ ExitCode = $LASTEXITCODE; Output = @($output); Errors = "$(Get-Content $errors -Raw)" }
}

# Runs a script block in a runspace of its own until it has emitted something, and stops it then, as Ctrl+C does.
function Stop-AfterFirstObject([string] $Script) {
    $isStopped = $false
    $shell = [powershell]::Create()
    $output = [Management.Automation.PSDataCollection[psobject]]::new()
    $id = [guid]::NewGuid().ToString()
    $null = Register-ObjectEvent $output DataAdded -SourceIdentifier $id
    try {
        [void] $shell.AddScript("Import-Module '$outFolder/StockSync/StockSync.psd1'; $Script")
        $null = $shell.BeginInvoke([Management.Automation.PSDataCollection[psobject]]::new(), $output)
        if (-not (Wait-Event $id -Timeout 60)) { throw "Nothing came out of it: $($shell.Streams.Error)" }
        # Patience for a busy machine; who does not stop at all is stuck far longer in the requests of these tests.
        $isStopped = $shell.BeginStop($null, $null).AsyncWaitHandle.WaitOne(30000)
        [pscustomobject] @{ IsStopped = $isStopped; State = $shell.InvocationStateInfo.State; Output = @($output) }
    }
    finally {
        Unregister-Event $id
        Remove-Event $id -ErrorAction Ignore
        if ($isStopped) { $shell.Dispose() }
    }
}
