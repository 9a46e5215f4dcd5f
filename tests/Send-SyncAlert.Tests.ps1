BeforeAll {
    . "$PSScriptRoot/Common.ps1"
    . "$PSScriptRoot/Hook.ps1"
    Enter-Sandbox
    $hook = Start-Hook
    # Port 9 (discard) of this machine: nobody listens there.
    $nobody = 'http://127.0.0.1:9/hook-s3cret-token'
    $ban = Start-Market -Fault '00 x* error 10001011'

    # A ban is told at once, whoever finds it.
    function Invoke-Ban { $null = Get-TerminatingError { Start-StockBackfill -From 2024-01-02 -To 2024-01-02 -Endpoint $ban.Endpoint } }
}
AfterAll { Stop-Hook $hook; Exit-Sandbox }

Describe 'Send-SyncAlert' {
    BeforeEach { Use-NewDatabase; Use-Hook $hook.Url; $hook.Bodies.Clear() }

    It 'sends a test message to every channel, without a database' {
        $sent = Send-SyncAlert -Test
        $sent | Should -BeOfType StockSync.AlertDelivery
        "$($sent.Channel) $($sent.Kind) $($sent.State)" | Should -Be 'Webhook Test Delivered'
        $body = $hook.Bodies.ToArray() | ConvertFrom-Json
        $body.id | Should -Be $sent.MessageId
        $body.title | Should -BeLike '*this channel works*'
        $env:STOCKSYNC_DATABASE | Should -Not -Exist
    }

    It 'writes the message in the language of its reader' {
        Set-SandboxVariable STOCKSYNC_ALERT_LANGUAGE zh-CN
        try { (Send-SyncAlert -Test).Title | Should -Be '[测试] StockSync：此渠道可用' }
        finally { Set-SandboxVariable STOCKSYNC_ALERT_LANGUAGE $null }
    }

    It 'emits what was not accepted and is not stopped by it' {
        Use-Hook $nobody
        $sent = Send-SyncAlert -Test -ErrorVariable problems -ErrorAction SilentlyContinue
        $sent.State | Should -Be 'Pending'
        $problems | Should -HaveCount 1
        Get-ErrorIdentity $problems[0] | Should -Be 'AlertUndelivered,StockSync.Commands.SendSyncAlertCommand ConnectionError'
        $problems[0].TargetObject | Should -Be $sent
        "$problems" | Should -Not -BeLike '*s3cret*'
    }

    It 'sends what is left, once, under the same id' {
        Use-Hook $nobody
        Invoke-Ban
        $waiting = Get-SyncAlert -Outbox -Open
        $waiting.State | Should -Be 'Pending'
        $waiting.LastError | Should -Not -BeNullOrEmpty
        Use-Hook $hook.Url
        $sent = Send-SyncAlert
        $sent.State | Should -Be 'Delivered'
        $sent.MessageId | Should -Be $waiting.MessageId
        Send-SyncAlert | Should -BeNullOrEmpty
        $hook.Bodies.Count | Should -Be 1
    }

    It 'touches nothing with -WhatIf' {
        Send-SyncAlert -Test -WhatIf | Should -BeNullOrEmpty
        $hook.Bodies.Count | Should -Be 0
    }

    It 'ends with AlertChannelMissing where there is nobody to tell' -ForEach @{ Test = $true }, @{ Test = $false } {
        Set-SandboxVariable STOCKSYNC_WEBHOOK_URL $null
        $problem = Get-TerminatingError { Send-SyncAlert -Test:$Test }
        Get-ErrorIdentity $problem | Should -Be 'AlertChannelMissing,StockSync.Commands.SendSyncAlertCommand ObjectNotFound'
        "$problem" | Should -BeLike '*WebhookUrl*'
    }

    It 'refuses an address in the clear unless that is allowed' {
        Set-SandboxVariable STOCKSYNC_ALERT_INSECURE $null
        $problem = Get-TerminatingError { Send-SyncAlert -Test }
        Get-ErrorIdentity $problem | Should -Be 'SettingInvalid,StockSync.Commands.SendSyncAlertCommand InvalidArgument'
        "$problem" | Should -Not -BeLike '*s3cret*'
    }
}
