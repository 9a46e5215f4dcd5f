BeforeAll {
    . "$PSScriptRoot/Common.ps1"
    . "$PSScriptRoot/Hook.ps1"
    Enter-Sandbox
    $hook = Start-Hook
    Use-Hook $hook.Url
    $market = Start-Market
    $ban = Start-Market -Fault '00 x* error 10001011'
    Use-NewDatabase
    $null = Get-TerminatingError { Start-StockBackfill -From 2024-01-02 -To 2024-01-02 -Endpoint $ban.Endpoint }
    $banned = $env:STOCKSYNC_DATABASE
}
AfterAll { Stop-Hook $hook; Exit-Sandbox }

Describe 'Get-SyncAlert' {
    BeforeEach { Set-SandboxVariable STOCKSYNC_DATABASE $banned }

    It 'emits what stands' {
        $alert = Get-SyncAlert -Open
        $alert | Should -BeOfType StockSync.SyncAlert
        "$($alert.Rule) $($alert.Severity) $($alert.State)" | Should -Be 'SourceBanned Critical Open'
        $alert.Scope | Should -Be $ban.Endpoint
        $alert.NotifiedAt | Should -Not -BeNullOrEmpty
        $alert.RunId | Should -Be (Get-SyncRun -Last 1).RunId
    }

    It 'emits with -Outbox what was sent about it, and the receiver has it' {
        $message = Get-SyncAlert -Outbox
        $message | Should -BeOfType StockSync.AlertDelivery
        "$($message.Channel) $($message.Kind) $($message.Severity) $($message.State)" | Should -Be 'Webhook Alert Critical Delivered'
        Get-SyncAlert -Outbox -Open | Should -BeNullOrEmpty
        $body = $hook.Bodies.ToArray() | ConvertFrom-Json
        $body.id | Should -Be $message.MessageId
        $body.alertId | Should -Be "SourceBanned/$($ban.Endpoint)"
        $body.lines.label | Should -Contain 'Host'
    }

    It 'tells once what a second run meets too' {
        $null = Get-TerminatingError { Start-StockBackfill -From 2024-01-02 -To 2024-01-02 -Endpoint $ban.Endpoint }
        Get-SyncAlert | Should -HaveCount 1
        Get-SyncAlert -Outbox | Should -HaveCount 1
    }

    It 'takes how many, counted from the newest' {
        Get-SyncAlert -Last 1 | Should -HaveCount 1
        (Get-TerminatingError { Get-SyncAlert -Last 0 }).FullyQualifiedErrorId |
            Should -Be 'ParameterArgumentValidationError,StockSync.Commands.GetSyncAlertCommand'
    }

    It 'is sane as JSON and shows no address' {
        foreach ($json in (Get-SyncAlert | ConvertTo-Json), (Get-SyncAlert -Outbox | ConvertTo-Json -Depth 5)) {
            $json | Should -Not -BeLike '*s3cret*'
            ($json | ConvertFrom-Json).Severity | Should -Not -BeNullOrEmpty
        }
    }

    It 'emits nothing for a database that is not there, and does not create it' {
        Use-NewDatabase
        Get-SyncAlert | Should -BeNullOrEmpty
        Get-SyncAlert -Outbox | Should -BeNullOrEmpty
        $env:STOCKSYNC_DATABASE | Should -Not -Exist
    }

    It 'ends with StoreUnreachable for a PostgreSQL server that is not there' {
        $problem = Get-TerminatingError { Get-SyncAlert -Database 'postgresql://someone:s3cret@127.0.0.1:1/db' }
        Get-ErrorIdentity $problem | Should -Be 'StoreUnreachable,StockSync.Commands.GetSyncAlertCommand ConnectionError'
    }
}
