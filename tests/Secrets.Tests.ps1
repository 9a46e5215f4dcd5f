BeforeDiscovery {
    # They wait a minute for a database that is away, as they should; a refused login takes the same ways.
    $patient = 'Invoke-SyncSchedule', 'Get-SyncHealth -Alert', 'Send-SyncAlert', 'Send-SyncAlert -Test'
    $cases = @(
        @{ Case = 'all is well'; From = 'File'; Database = '<postgres>'; Without = @(); Sign = '(?m)^Line: Get-SyncRun\r?\n\d{8}T\d{6}Z' }
        @{ Case = 'the database is away'; From = 'Environment'; Database = 'postgresql://keeper:<password>@127.0.0.1:1/market'
            Without = $patient; Sign = 'StoreUnreachable' }
        @{ Case = 'the text of the database is wrong'; From = 'Environment'; Database = 'postgresql://keeper:<password>@127.0.0.1:port/market'
            Without = $patient; Sign = 'DatabaseInvalid' }
        @{ Case = 'the login is refused'; From = 'File'; Database = '<wrong>'; Without = @(); Sign = 'StoreLoginRefused' }
        @{ Case = 'the schema is from the future'; From = 'File'; Database = '<future>'; Without = @(); Sign = 'StoreSchemaNewer' }
        @{ Case = 'the service repeats it'; From = 'Environment'; Database = 'bars.db'; Fault = '* x* error 10001099 refused: <key>'
            Without = @(); Sign = 'refused: \*\*\*' }
    )
}

BeforeAll {
    . "$PSScriptRoot/Common.ps1"
    . "$PSScriptRoot/Hook.ps1"
    . "$PSScriptRoot/Market.ps1"
    . "$PSScriptRoot/Postgres.ps1"
    Enter-Sandbox
    $market = Start-Market -Stocks 4
    $hook = Start-Hook -Echo
    $channel = ([uri] $hook.Url).Authority

    # Every secret begins and ends with one word: wherever it shows, whole, cut, folded or encoded, a secret has leaked.
    $word = 'CaNary'
    # With all that URLs, JSON and connection strings have to escape.
    $password = "$word @:/?%&#'`";=\ 密码 $word"
    $escaped = [uri]::EscapeDataString($password)
    # As the service gives them out: letters and digits, the last one a check.
    $alphabet = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'
    $body = "${word}0123456789abcdefg$word"
    $key = "bs-$body" + $alphabet[($body.ToCharArray() | ForEach-Object { $alphabet.IndexOf($_) } | Measure-Object -Sum).Sum % $alphabet.Length]

    # The word in any case and as hexadecimal, and what is its own in the base64 of a longer text.
    $encoded = foreach ($text in $word, $word.ToLowerInvariant(), $word.ToUpperInvariant()) {
        foreach ($shift in 0..2) {
            $bytes = [byte[]]::new($shift) + [Text.Encoding]::UTF8.GetBytes($text)
            $base = [Convert]::ToBase64String($bytes).TrimEnd('=')
            [regex]::Escape($base.Substring($shift ? $shift + 1 : 0, $base.Length - ($shift ? $shift + 1 : 0) - [int] ($bytes.Length % 3 -ne 0)))
        }
    }
    $canary = [regex] "(?i:$word|$([Convert]::ToHexString([Text.Encoding]::UTF8.GetBytes($word))))|$($encoded -join '|')"

    # Every setting that holds a secret, and what must be set beside them for the channels to be used.
    $secrets = @{
        ApiKey         = $key
        MailPassword   = $password
        WeComUrl       = "http://$channel/cgi-bin/webhook/send?key=$word-wecom-$word"
        DingTalkUrl    = "http://$channel/robot/send?access_token=$word-dingtalk-$word"
        DingTalkSecret = "SEC$word-dingtalk-$word"
        FeishuUrl      = "http://$channel/open-apis/bot/v2/hook/$word-feishu-$word"
        FeishuSecret   = "$word-feishu-$word"
        WebhookUrl     = "http://hook:$escaped@$channel/$word-webhook-$word"
        WebhookSecret  = 'whsec_' + [Convert]::ToBase64String([Text.Encoding]::UTF8.GetBytes("$word-webhook-$word"))
        PingUrl        = "http://$channel/ping/$word-ping-$word"
    }
    $others = @{
        MailServer = $channel; MailUser = 'sender@example.com'; MailTo = 'receiver@example.com'; AlertInsecure = 'true'; AlertDelayMin = '0'
        AlertDelayMax = '0'; AlertTimeout = '1'; RetryMinDelay = '0'; RetryMaxDelay = '0'; SecondRoundDelay = '0'
        LogLevel = 'Debug'; OutageBudget = '1'; Endpoint = $market.Endpoint
    }

    # What every cmdlet is asked for, in an order in which each finds what it works on. $secret is the password.
    $lines = @(
        'Get-SyncConfiguration', 'Get-SyncConfiguration -Profile nowhere'
        'Set-SyncConfiguration DailyBudget 30000 -PassThru', 'Set-SyncConfiguration ApiKey $secret', 'Set-SyncConfiguration Database "postgresql://u:$secret@h/d"'
        'Initialize-SyncDatabase -WhatIf', 'Initialize-SyncDatabase', 'Test-SyncConnection', 'Test-SyncConnection -Quiet'
        'Start-StockBackfill -From 2024-01-02 -To 2024-01-05 -WhatIf', 'Start-StockBackfill -From 2024-01-02 -To 2024-01-05', 'Sync-StockDay 2024-01-08'
        'Get-FailedStock', 'Get-FailedStock -All', 'Resolve-DataIssue 2024-01-08 -Note "because of $secret"', 'Resume-FailedStock', 'Get-SyncCheckpoint'
        'Export-SyncCheckpoint c.json -PassThru', 'Import-SyncCheckpoint given.json', 'Clear-SyncCheckpoint -From 2024-01-02 -To 2024-01-02 -Force'
        'Get-Stock', 'Get-Stock -Refresh', 'Get-StockBar -From 2024-01-03 -To 2024-01-03', 'Get-TradingDay -From 2024-01-02 -To 2024-01-05'
        'Register-SyncSchedule -Scheduler Cron -WhatIf', 'Register-SyncSchedule -Scheduler Cron', 'Get-SyncSchedule', 'Invoke-SyncSchedule'
        'Send-SyncAlert -Test', 'Send-SyncAlert', 'Get-SyncAlert', 'Get-SyncAlert -Outbox', 'Get-SyncRun'
        'Get-SyncHealth', 'Get-SyncHealth -AsExitCode', 'Get-SyncHealth -AsPrometheus -Path health.prom', 'Get-SyncHealth -Alert'
        'Export-SyncReport report.html -PassThru', 'Show-SyncReport shown.html', 'Unregister-SyncSchedule', 'Unregister-SyncSchedule nowhere'
    )

    function Get-VariableName([string] $Setting) { 'STOCKSYNC' + ($Setting -creplace '[A-Z]', '_$0').ToUpperInvariant() }

    # A folder for all that a session writes, with programs that write down what they are given; secrets may be in its vault alone.
    function Enter-Place {
        $place = "$TestDrive/place-$((++$sandbox.Files))"
        foreach ($folder in 'vault', 'bin') { $null = [IO.Directory]::CreateDirectory("$place/$folder") }
        $null = Save-Secret $place password $password
        Set-Content "$place/given.json" '{"completed_dates":["2024-01-04"],"failed_dates":[]}'
        foreach ($name in 'crontab', 'systemctl', 'loginctl', 'pwsh', 'xdg-open') {
            Set-Content "$place/bin/$name" @"
#!/bin/sh
echo "$name `$*" >>'$place/programs.log'
[ $name = crontab ] || exit 1
case "`$1" in
    -l) cat '$place/table' 2>/dev/null || { echo 'no crontab for you' >&2; exit 1; } ;;
    -r) rm '$place/table' ;;
    -) cat >'$place/table' ;;
esac
"@
            chmod +x "$place/bin/$name"
        }
        foreach ($name in @($secrets.Keys) + @($others.Keys) + 'Database') {
            Set-SandboxVariable (Get-VariableName $name) $null
        }
        foreach ($name in 'DATA', 'STATE', 'CONFIG') { Set-SandboxVariable "XDG_$($name)_HOME" "$place/$($name.ToLowerInvariant())" }
        Set-SandboxVariable STOCKSYNC_CONFIG "$place/config/settings.json"
        Set-SandboxVariable CREDENTIALS_DIRECTORY "$place/vault"
        Set-SandboxVariable TZ UTC
        Set-SandboxVariable PATH "$place/bin$([IO.Path]::PathSeparator)$($sandbox.Variables['PATH'] ?? $env:PATH)"
        $place
    }

    function Save-Secret([string] $Place, [string] $Name, [string] $Text) {
        [IO.File]::WriteAllText("$Place/vault/$Name", $Text)
        [IO.File]::SetUnixFileMode("$Place/vault/$Name", 'UserRead, UserWrite')
        "file:$Place/vault/$Name"
    }

    # Puts the secrets into the environment, or into files with references to them in the configuration file.
    function Use-Secret([string] $Place, [string] $From, [string] $Database) {
        $all = $secrets + @{ Database = $Database }
        if ($From -eq 'Environment') {
            foreach ($setting in ($all + $others).GetEnumerator()) { Set-SandboxVariable (Get-VariableName $setting.Key) $setting.Value }
            return
        }
        $settings = $others + @{}
        foreach ($setting in $all.GetEnumerator()) { $settings[$setting.Key] = Save-Secret $Place $setting.Key $setting.Value }
        $null = [IO.Directory]::CreateDirectory("$Place/config")
        @{ default = $settings } | ConvertTo-Json | Set-Content $env:STOCKSYNC_CONFIG
    }

    # Runs lines in a session of its own, with all that is written without being asked for, and keeps what is said and shown in the place.
    function Invoke-Session([string] $Place, [string[]] $Line) {
        Set-Content "$Place/lines.txt" $Line
        $run = Invoke-Script @"
Set-Location '$Place'
$listener
"@
        Set-Content "$Place/screen.txt" $run.Output, $run.Errors
        $run.ExitCode | Should -Be 0 -Because "the session says $($run.Errors)"
        $heard = Get-Content "$Place/heard.txt" -Raw
        foreach ($one in $Line) { $heard.Contains("Line: $one`n") | Should -BeTrue -Because "'$one' was run" }
        $heard
    }

    # Each object as somebody might print it: itself, its members and theirs; an error with all that it carries.
    $listener = @'
# On the same screen, but with streams that are kept.
$session = [runspacefactory]::CreateRunspace($Host)
$session.Open()
$session.SessionStateProxy.SetVariable('secret', (Get-Content vault/password -Raw))
foreach ($name in 'Verbose', 'Debug', 'Information', 'Warning') { $session.SessionStateProxy.SetVariable("${name}Preference", 'Continue') }
$session.SessionStateProxy.Path.SetLocation("$PWD")
[void] [powershell]::Create($session).AddCommand('Import-Module').AddArgument((Get-Module StockSync).Path).Invoke()
function Get-Word($Item) {
    "$Item"
    if ($Item -is [Management.Automation.ErrorRecord]) {
        $Item.FullyQualifiedErrorId, "$($Item.CategoryInfo)", "$($Item.Exception)", $Item.Exception.Advice, "$($Item.Exception.Target)"
        $Item.ErrorDetails.Message, $Item.ErrorDetails.RecommendedAction, $Item.InvocationInfo.PositionMessage, $Item.ScriptStackTrace
        for ($problem = $Item.Exception; $problem; $problem = $problem.InnerException) { $problem.Data.GetEnumerator() | ForEach-Object { "$($_.Key)=$($_.Value)" } }
        $Item = $Item.TargetObject
        "$Item"
    }
    if ($Item -is [Management.Automation.ProgressRecord]) { $Item.Activity, $Item.StatusDescription, $Item.CurrentOperation }
    if ($Item -is [Exception]) { return }
    if ($null -ne $Item -and $Item.GetType().Namespace -eq 'StockSync') { ConvertTo-Json $Item -Depth 5 -WarningAction Ignore }
}
$heard = foreach ($line in Get-Content lines.txt) {
    "Line: $line"
    $shell = [powershell]::Create($session).AddScript("try { $line } catch { `$_ }")
    $said = @($shell.Invoke()) + @('Error', 'Warning', 'Verbose', 'Debug', 'Information', 'Progress' | ForEach-Object { $shell.Streams.$_ })
    $said | Out-Host
    foreach ($item in $said) { Get-Word $item }
}
Set-Content heard.txt $heard
'@

    # The files with a secret, each with what is around it.
    function Get-Leak([string] $Place) {
        foreach ($file in Get-ChildItem $Place -Recurse -File -Force | Where-Object FullName -NotLike "$Place/vault/*") {
            $text = [Text.Encoding]::UTF8.GetString([IO.File]::ReadAllBytes($file.FullName))
            foreach ($match in $canary.Matches($text)) {
                $start = [math]::Max(0, $match.Index - 60)
                "$($file.Name): $($text.Substring($start, [math]::Min(130, $text.Length - $start)))"
            }
        }
    }

    $reason = Get-PostgresSkipReason
    $server = $reason -or $IsWindows ? $null : (Start-Postgres)
    if ($server) { New-PostgresRole $server keeper $password.Replace("'", "''") }

    # A database of its own, as the role that has to say the password, or another one.
    function New-Login([string] $Password = $escaped) { (New-PostgresDatabase $server).Replace('postgres@', "keeper:$Password@") }

    # All rows of all tables. (pg_dump refuses a server that is newer than itself; psql does not.)
    function Save-Dump([string] $Place, [string] $Login) {
        $rows = "select format('select %L, t::text from %s t', oid::regclass, oid::regclass) from pg_class where relkind in ('r', 'p')
            and not relispartition and relnamespace = 'public'::regnamespace \gexec"
        $dump = $rows | & (Get-PostgresProgram psql) --no-psqlrc --tuples-only $Login.Replace("keeper:$escaped@", 'postgres@')
        $LASTEXITCODE | Should -Be 0
        $dump -match 'sync_schema_journal' | Should -Not -BeNullOrEmpty
        Set-Content "$Place/dump.sql" $dump
    }
}
AfterAll {
    if ($server) { Stop-Postgres $server }
    Stop-Hook $hook
    Exit-Sandbox
}

Describe 'The search for secrets' -Skip:$IsWindows {
    It 'finds one <Name>' -ForEach @(
        @{ Name = 'as it is'; Form = { $args[0] } }
        @{ Name = 'in small letters'; Form = { $args[0].ToLowerInvariant() } }
        @{ Name = 'in base64'; Form = { [Convert]::ToBase64String([Text.Encoding]::UTF8.GetBytes("u:$($args[0])")) } }
        @{ Name = 'without its beginning'; Form = { $args[0].Substring(5) } }
        @{ Name = 'in a URL'; Form = { [uri]::EscapeDataString($args[0]) } }
        @{ Name = 'in hexadecimal'; Form = { [Convert]::ToHexString([Text.Encoding]::UTF8.GetBytes($args[0])) } }
    ) {
        foreach ($secret in $password, $key, $secrets.FeishuSecret) { & $Form $secret | Should -Match $canary }
    }

    It 'hears and sees all that a session says, shows and writes' {
        $said = @(
            '"$secret-<n>-"', '[StockSync.FailedStock] @{ Code = "$secret-<n>-" }', 'Write-Error "$secret-<n>-"', 'throw "$secret-<n>-"'
            'Write-Error x -TargetObject ([StockSync.FailedStock] @{ Code = "$secret-<n>-" })', 'Write-Warning "$secret-<n>-"', 'Write-Verbose "$secret-<n>-"'
            'Write-Debug "$secret-<n>-"', 'Write-Information "$secret-<n>-"', 'Write-Progress "$secret-<n>-"', 'Write-Host "$secret-<n>-"'
            '[Console]::Out.WriteLine("$secret-<n>-")', '[Console]::Error.WriteLine("$secret-<n>-")', 'Set-Content note.txt "$secret-<n>-"'
            'crontab "$secret-<n>-"'
        )
        $place = Enter-Place
        $null = Invoke-Session $place @(for ($n = 0; $n -lt $said.Count; $n++) { $said[$n].Replace('<n>', $n) })
        $leaks = Get-Leak $place
        for ($n = 0; $n -lt $said.Count; $n++) { $leaks -like "*$word-$n-*" | Should -Not -BeNullOrEmpty -Because "a secret was told by $($said[$n])" }
    }

    It 'asks every cmdlet, with a secret in every setting that takes one' {
        $asked = $lines -replace ' .*' | Sort-Object -Unique
        $asked | Should -Be (Get-Command -Module StockSync -CommandType Cmdlet | Sort-Object Name).Name
        $settings = (Get-SyncConfiguration).Name | Where-Object { $_ -cmatch '(Url|Secret|Password|Key)$' -or $_ -eq 'Database' }
        $settings | Sort-Object | Should -Be (@($secrets.Keys) + 'Database' | Sort-Object)
    }
}

Describe 'A secret' -Skip:$IsWindows {
    It 'is told by no cmdlet when <Case>' -ForEach $cases {
        if ($Database -like '<*' -and $reason) { Set-ItResult -Skipped -Because $reason }
        $place = Enter-Place
        $hook.Bodies.Clear()
        $login = switch ($Database) {
            '<postgres>' { New-Login }
            '<wrong>' { New-Login "$word-wrong-$word" }
            '<future>' { New-Login }
            default { $_.Replace('<password>', $escaped) }
        }
        if ($Database -eq '<future>') {
            $owner = $login.Replace("keeper:$escaped@", 'postgres@')
            $null = Initialize-SyncDatabase -Database $owner
            Invoke-PostgresProgram $server psql $owner -c 'update sync_schema_journal set version = version + 100'
        }
        Use-Secret $place $From $login
        if ($Fault) { Set-MarketFault $market $Fault.Replace('<key>', $key) }
        try { $heard = Invoke-Session $place ($lines | Where-Object { $_ -notin $Without }) } finally { Set-MarketFault $market }
        $heard -match $Sign | Should -BeTrue -Because "'$Sign' is to be found in $place"

        if ($Database -in '<postgres>', '<future>') { Save-Dump $place $login }
        Set-Content "$place/messages.txt" $hook.Bodies.ToArray()
        Get-Leak $place | Should -BeNullOrEmpty

        if ($Case -ne 'all is well') { return }
        # There was something to be found.
        $heard.Contains('Completed') | Should -BeTrue
        Get-Content "$place/dump.sql" -Raw | Should -Match 'daily_stock_data \|'
        Get-Content "$place/programs.log" | Should -Contain 'crontab -'
        ($hook.Bodies | Where-Object Length).Count | Should -BeGreaterThan 3
        $state = Get-ChildItem "$place/state" -Recurse -Force
        $state.Name | Should -Contain 'stocksync.log'
        $state | Where-Object { $_.UnixFileMode -band ([IO.UnixFileMode] 'GroupRead, GroupWrite, GroupExecute, OtherRead, OtherWrite, OtherExecute') } |
            Should -BeNullOrEmpty
    }

    It 'is shown by no way to give it' {
        if ($reason) { Set-ItResult -Skipped -Because $reason }
        $place = Enter-Place
        $login = New-Login
        Use-Secret $place Environment env:NEON
        $null = Save-Secret $place neon $login
        Set-SandboxVariable NEON $login
        $apart = "Host=127.0.0.1;Port=$($server.Port);Database=$(([uri] $login).AbsolutePath.Substring(1))"
        $quoted = $password.Replace('"', '""')
        Set-SandboxVariable STOCKSYNC_TEXT "$apart;Username=keeper;Password=`"$quoted`""
        $ways = @(
            '', '-Database $env:STOCKSYNC_TEXT', '-Database $uri', '-Database env:NEON', '-Database file:vault/neon', '-Database cred:neon'
            '-Database secret:Work/neon', "-Database '$apart' -Credential `$login"
        )
        $heard = Invoke-Session $place @(
            '$global:uri = Get-Content vault/neon -Raw; $global:login = [pscredential]::new("keeper", (ConvertTo-SecureString $secret -AsPlainText))'
            'function global:Get-Secret { param($Name, $Vault) if ($Vault -eq "Work" -and $Name -eq "neon") { $uri } else { throw "no $Name" } }'
            foreach ($way in $ways) {
                "`"way: `$((Test-SyncConnection $way).IsOk)`"; Test-SyncConnection $way".Replace(' )', ')')
                "Sync-StockDay 2024-01-02 $way".Trim()
            }
            'Get-SyncRun -Database secret:Work/other'
            'Get-SyncRun -Database $uri -Credential $login'
            'Get-SyncRun -Database bars.db -Credential $login'
            'Remove-Item function:Get-Secret; Get-SyncRun -Database secret:Work/neon'
        )
        [regex]::Matches($heard, '(?m)^way: True True$') | Should -HaveCount $ways.Count -Because "each way leads to the database: $($canary.Replace($heard, '***'))"
        Save-Dump $place $login
        Get-Leak $place | Should -BeNullOrEmpty
    }
}

Describe 'What the module writes' -Skip:$IsWindows {
    It 'is its user''s alone, however generous the session is with rights: umask <_>' -ForEach '000', '022' {
        $place = Enter-Place
        Set-SandboxVariable STOCKSYNC_ENDPOINT $market.Endpoint
        Set-SandboxVariable STOCKSYNC_DATABASE "$place/made/by/us/bars.db"
        Set-Content "$place/write.ps1" @"
Import-Module '$outFolder/StockSync/StockSync.psd1'
Set-Location '$place'
# The files beside a database are there only while it is open.
Start-StockBackfill -From 2024-01-02 -To 2024-01-04 | ForEach-Object {
    foreach (`$file in [IO.Directory]::GetFiles('$place/made/by/us')) { "`$([int] [IO.File]::GetUnixFileMode(`$file)) `$([IO.Path]::GetFileName(`$file))" }
}
Set-SyncConfiguration DailyBudget 30000
Export-SyncCheckpoint days.json
Export-SyncReport report.html -WarningAction Ignore
Get-SyncHealth -AsPrometheus -Path health.prom
"@
        $open = & sh -c "umask $_; exec '$pwshPath' -NoProfile -NonInteractive -File '$place/write.ps1'"
        $LASTEXITCODE | Should -Be 0
        # What the test has put there, and its programs write, is not the module's.
        Remove-Item "$place/write.ps1", "$place/given.json", "$place/bin", "$place/vault", "$place/programs.log" -Recurse -ErrorAction Ignore
        foreach ($name in 'bars.db-wal', 'bars.db-shm') { $open -match " $name$" | Should -Not -BeNullOrEmpty }
        $foreign = [IO.UnixFileMode] 'GroupRead, GroupWrite, GroupExecute, OtherRead, OtherWrite, OtherExecute'
        $open | Where-Object { [int] $_.Split(' ')[0] -band [int] $foreign } | Should -BeNullOrEmpty

        $made = Get-ChildItem $place -Recurse -Force
        foreach ($name in 'bars.db', 'settings.json', 'report.html', 'stocksync.log', 'stocksync.log.lock', 'days.json', 'health.prom') { $made.Name | Should -Contain $name }
        # For others to read, as their help says: a collector of metrics, and whoever the list of days is for.
        ($made | Where-Object { $_.Name -notin 'health.prom', 'days.json' -and $_.UnixFileMode -band $foreign }).FullName | Should -BeNullOrEmpty
    }
}
