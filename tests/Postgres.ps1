<#
A PostgreSQL server of the suite's own, in a temporary folder, on a free port of the loopback address. It ends with this process,
however that ends. PostgreSQL refuses to run as root, so its programs run under another account then.
#>

# The newest major version, of those in the folder that STOCKSYNC_TEST_POSTGRES names and of Debian's. Server programs first: psql on Debian's
# PATH is a wrapper that looks for clusters of its own.
function Find-PostgresProgram([string] $Name) {
    $roots = @($env:STOCKSYNC_TEST_POSTGRES; '/usr/lib/postgresql') | Where-Object { $_ }
    $versions = Get-ChildItem $roots -Directory -ErrorAction Ignore | Where-Object Name -Match '^\d+$'
    $folders = @($versions | Sort-Object { [int] $_.Name } -Descending -Stable | ForEach-Object { "$_/bin" })
    foreach ($folder in $folders + $env:PATH.Split([IO.Path]::PathSeparator)) {
        $path = [IO.Path]::Join($folder, ($IsWindows ? "$Name.exe" : $Name))
        if ([IO.File]::Exists($path)) { return $path }
    }
}

function Get-PostgresProgram([string] $Name) {
    $path = Find-PostgresProgram $Name
    if (-not $path) { throw "The program $Name is neither on the PATH nor under /usr/lib/postgresql." }
    $path
}

# Why tests with PostgreSQL are to be skipped; nothing where they are not, and nothing where no program may be missing, as in CI.
function Get-PostgresSkipReason {
    if ($env:STOCKSYNC_TEST_REQUIRE_PROGRAMS -eq '1') { return }
    $missing = 'initdb', 'pg_ctl', 'createdb' | Where-Object { -not (Find-PostgresProgram $_) }
    if ($missing) { "program not installed: $($missing -join ', ')" }
}

function Start-Postgres {
    $server = @{ Folder = ''; Port = 0; Account = $null; Databases = 0; Guard = $null }
    # Missing programs are told before anything is made.
    $control = Get-PostgresProgram pg_ctl
    if (-not $IsWindows -and [Environment]::IsPrivilegedProcess) {
        $server.Account = (Get-Content /etc/passwd) -match '^postgres:' ? 'postgres' : 'nobody'
        # Root's own temporary folder may be closed to others.
        $server.Folder = "/tmp/stocksync-pg-$([IO.Path]::GetRandomFileName())"
        & install -d -m 700 -o $server.Account $server.Folder
    }
    else { $server.Folder = [IO.Directory]::CreateTempSubdirectory('stocksync-pg-').FullName }

    try {
        if (-not $IsWindows) { $server.Guard = Start-PostgresGuard $server $control }
        $data = "$($server.Folder)/data"
        Invoke-PostgresProgram $server initdb -D $data -U postgres -E UTF8 --locale=C --no-sync -A trust
        # Another program may take the port between its choice and the server's start; then there is the next.
        for ($try = 1; ; $try++) {
            $listener = [Net.Sockets.TcpListener]::new([Net.IPAddress]::Loopback, 0)
            $listener.Start()
            $server.Port = $listener.LocalEndpoint.Port
            $listener.Stop()
            $options = "-p $($server.Port) -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c timezone=America/New_York -F"
            try { Invoke-PostgresProgram $server pg_ctl -D $data -w -t 60 -l "$($server.Folder)/log" -o $options start; break }
            catch { if ($try -eq 5) { throw } }
        }
    }
    catch {
        Stop-Postgres $server
        throw
    }
    $server
}

# A shell that waits for the end of its standard input, which the system closes with this process, and cleans up then.
function Start-PostgresGuard($Server, [string] $Control) {
    $script = 'trap "" INT TERM HUP; exec >/dev/null 2>&1; cat; "$1" -D "$2/data" -m immediate stop; rm -rf "$2"'
    $words = @(Get-AccountCommand $Server) + @('sh', '-c', $script, 'guard', $Control, $Server.Folder)
    $start = [Diagnostics.ProcessStartInfo]::new($words[0], [string[]] $words[1..($words.Count - 1)])
    $start.RedirectStandardInput = $true
    $start.WorkingDirectory = [IO.Path]::GetTempPath()
    [Diagnostics.Process]::Start($start)
}

# The URI of a new, empty database.
function New-PostgresDatabase($Server) {
    $name = "stocksync_$((++$Server.Databases))"
    Invoke-PostgresProgram $Server createdb -h 127.0.0.1 -p $Server.Port -U postgres $name
    "postgresql://postgres@127.0.0.1:$($Server.Port)/$name"
}

# A role that has to say its password; all others are trusted.
function New-PostgresRole($Server, [string] $Name, [string] $Password) {
    Invoke-PostgresProgram $Server psql -h 127.0.0.1 -p $Server.Port -U postgres -c "create role $Name superuser login password '$Password'"
    $rules = "$($Server.Folder)/data/pg_hba.conf"
    # The first rule that fits counts.
    Set-Content $rules (@("host all $Name 127.0.0.1/32 scram-sha-256") + @(Get-Content $rules))
    Invoke-PostgresProgram $Server pg_ctl -D "$($Server.Folder)/data" reload
}

function Stop-Postgres($Server) {
    if ($Server.Guard) {
        $Server.Guard.StandardInput.Close()
        [void] $Server.Guard.WaitForExit(60000)
        return
    }
    Invoke-PostgresProgram $Server pg_ctl -D "$($Server.Folder)/data" -m immediate stop
    Remove-Item $Server.Folder -Recurse -Force
}

function Get-AccountCommand($Server) {
    if (-not $Server.Account) { return }
    $group = ((Get-Content /etc/passwd) -match "^$($Server.Account):").Split(':')[3]
    'setpriv', "--reuid=$($Server.Account)", "--regid=$group", '--clear-groups', '--'
}

function Invoke-PostgresProgram($Server, [string] $Name) {
    $words = @(Get-AccountCommand $Server) + (Get-PostgresProgram $Name) + $args
    $PSNativeCommandUseErrorActionPreference = $false
    # The account may not be allowed into the folder that the tests run in.
    Push-Location ([IO.Path]::GetTempPath())
    try { $output = & $words[0] $words[1..($words.Count - 1)] 2>&1 } finally { Pop-Location }
    if ($LASTEXITCODE -ne 0) { throw "$Name ended with exit code ${LASTEXITCODE}: $output" }
}
