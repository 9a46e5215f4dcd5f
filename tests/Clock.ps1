<#
A PowerShell of its own whose clock shows the Beijing time that a test says, for the suites that live through several days.

    BeforeAll {
        . "$PSScriptRoot/Common.ps1"; . "$PSScriptRoot/Clock.ps1"; Enter-Sandbox; $market = Start-Market
        $reason = Get-ClockSkipReason
        $clock = $reason ? $null : (Start-ClockSession)
    }
    AfterAll { if ($clock) { Stop-ClockSession $clock }; Exit-Sandbox }
    BeforeEach { if ($reason) { Set-ItResult -Skipped -Because $reason }; Use-NewDatabase }

    It '...' {
        $first = Invoke-AtTime $clock '2024-01-10 20:00' { Sync-StockDay }
        $second = Invoke-AtTime $clock '2024-01-11 20:00' { Sync-StockDay }
        $later = Invoke-InSession $clock { Get-SyncRun }
    }

The session is one process for all steps, with the staged module imported, so a step takes no longer than in this process. What a script
emits comes back as objects do over a PowerShell remoting session: the properties of 'Deserialized.StockSync.ScheduledAttempt', values of values as
text. Its errors keep their id, category and target, and -ErrorAction, -ErrorVariable and -WarningVariable of both functions take them;
values of the test go in by $using:. The session has the sandbox variables of the moment, and programs that it starts have its clock.
Servers that the test starts, PostgreSQL among them, have the machine's.
#>

# Debian, Fedora, Alpine and Arch each have their folder; MT is the build for programs with threads.
function Find-FakeTime {
    foreach ($pattern in '/usr/lib/*/faketime', '/usr/lib64/faketime', '/usr/lib/faketime') {
        Get-Item "$pattern/libfaketimeMT.so.1" -ErrorAction Ignore
    }
}

# Why tests with a clock of their own are to be skipped; nothing where they are not, and nothing where no program may be missing, as in CI.
function Get-ClockSkipReason {
    if ($env:STOCKSYNC_TEST_REQUIRE_PROGRAMS -ne '1' -and -not (Find-FakeTime)) { 'program not installed: faketime' }
}

function Start-ClockSession([datetime] $BeijingTime = '2024-01-31 20:00') {
    $library = @(Find-FakeTime)[0]
    if (-not $library) { throw 'The library libfaketimeMT.so.1 is in none of its usual folders; the package is called faketime.' }
    $file = "$TestDrive/clock-$((++$sandbox.Files))"
    $clock = [pscustomobject] @{ File = $file; Program = $null; Session = $null }
    Set-Clock $clock $BeijingTime

    # The process of Start-Job, which speaks the protocol of remoting over its standard streams.
    $clock.Program = [Management.Automation.Runspaces.PowerShellProcessInstance]::new($null, $null, $null, $false)
    $environment = $clock.Program.Process.StartInfo.Environment
    $environment['LD_PRELOAD'] = $library.FullName
    $environment['FAKETIME_TIMESTAMP_FILE'] = $file
    # Each look at the clock reads the file.
    $environment['FAKETIME_NO_CACHE'] = '1'
    # Waits and measured durations stay true. The library takes this C library for one that needs its fix, with which .NET's waits end at once.
    $environment['FAKETIME_DONT_FAKE_MONOTONIC'] = '1'
    $environment['FAKETIME_FORCE_MONOTONIC_FIX'] = '0'
    # In English, whatever the machine speaks.
    $environment['LC_ALL'] = 'C.UTF-8'
    $runspace = [runspacefactory]::CreateOutOfProcessRunspace($null, $clock.Program)
    $runspace.Open()
    $clock.Session = [Management.Automation.Runspaces.PSSession]::Create($runspace, 'Process', $null)
    $null = Invoke-InSession $clock { Import-Module "$using:outFolder/StockSync/StockSync.psd1" }
    $clock
}

function Stop-ClockSession($Clock) {
    $process = $Clock.Program.Process
    Remove-PSSession $Clock.Session
    # Kills the process, which may be at work still; its files are free when it has ended.
    $Clock.Program.Dispose()
    if (-not $process.WaitForExit(60000)) { throw "The session's process $($process.Id) does not end." }
}

# As the distance to this machine's clock, so that the session's clock goes on from there.
function Set-Clock($Clock, [datetime] $BeijingTime) {
    $offset = ([DateTimeOffset]::new($BeijingTime, [timespan]::FromHours(8)) - [DateTimeOffset]::UtcNow).TotalSeconds
    [IO.File]::WriteAllText("$($Clock.File).new", $offset.ToString('+0.000000;-0.000000', [cultureinfo]::InvariantCulture))
    # The process may read it at any moment.
    [IO.File]::Move("$($Clock.File).new", $Clock.File, $true)
}

# Sets the clock of a session to a Beijing time and runs a script there; the clock goes on from that time.
function Invoke-AtTime {
    [CmdletBinding()]
    param(
        [Parameter(Mandatory)] $Clock,
        [Parameter(Mandatory)] [datetime] $BeijingTime,
        [Parameter(Mandatory)] [scriptblock] $Script
    )

    Set-Clock $Clock $BeijingTime
    Invoke-InSession $Clock $Script
}

# Runs a script in a session whose clock goes on.
function Invoke-InSession {
    [CmdletBinding()]
    param(
        [Parameter(Mandatory)] $Clock,
        [Parameter(Mandatory)] [scriptblock] $Script
    )

    # No variables here: they would hide those of the test from its $using:.
    Sync-Session $Clock $ErrorActionPreference
    Invoke-Command $Clock.Session $Script -HideComputerName
}

# Gives a session the variables of the sandbox as they are now, and what an error is to do.
function Sync-Session($Clock, [string] $ErrorAction) {
    $variables = @{}
    foreach ($name in @($sandbox.Variables.Keys) + @(Get-ChildItem Env:STOCKSYNC_*).Name) { $variables[$name] = [Environment]::GetEnvironmentVariable($name) }
    # A command that an error is to end is ended there, not by this end of the connection at some later moment. Other errors come here,
    # for the caller's preference.
    $preference = $ErrorAction -eq 'Stop' ? 'Stop' : 'Continue'
    Invoke-Command $Clock.Session {
        $ErrorActionPreference = $using:preference
        $variables = $using:variables
        foreach ($name in $variables.Keys) { [Environment]::SetEnvironmentVariable($name, $variables[$name]) }
    }
}
