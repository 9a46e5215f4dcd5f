BeforeAll {
    . "$PSScriptRoot/Common.ps1"
    Enter-Sandbox
    $today = [datetime]::UtcNow.AddHours(8).Date
    $recent = @{ From = $today.AddDays(-40).ToString('yyyy-MM-dd'); To = $today.AddDays(40).ToString('yyyy-MM-dd') }
    $market = Start-Market @recent
    # Nobody is told anything here, so nothing has to be waited for.
    foreach ($name in 'ALERT_DELAY_MIN', 'ALERT_DELAY_MAX') { Set-SandboxVariable "STOCKSYNC_$name" '0' }
    Set-SandboxVariable STOCKSYNC_OUTAGE_BUDGET '1'
}
AfterAll { Exit-Sandbox }

Describe 'Invoke-SyncSchedule' {
    BeforeEach { Use-NewDatabase }

    It 'makes the try that is due, once' {
        $made = Invoke-SyncSchedule
        $LASTEXITCODE | Should -Be 0
        $made | Should -HaveCount 1
        $made | Should -BeOfType StockSync.ScheduledAttempt
        $made.Outcome | Should -Be 'Completed'
        $made.ExitCode | Should -Be 0
        $made.Succeeded | Should -Be $made.Expected
        $made.Expected | Should -BeGreaterThan 0
        $made.Slot | Should -BeIn '20:00', '22:00', '08:00'
        $made.NextAt | Should -BeGreaterThan ([datetime]::UtcNow)
        (Get-SyncCheckpoint -From $made.Date -To $made.Date).Status | Should -Be 'Completed'
        (Get-SyncRun -Last 1).Slot | Should -Be $made.Slot

        $requests = @(Get-MarketRequest $market).Count
        $again = Invoke-SyncSchedule
        $LASTEXITCODE | Should -Be 0
        $again.Outcome | Should -Be 'NothingDue'
        Get-MarketRequest $market | Should -HaveCount $requests -Because 'the service is asked nothing'
    }

    It 'ends with the exit code of <Outcome>' -ForEach @(
        @{ Outcome = 'Failed'; ExitCode = 1; Fault = @('* x* drop') }
        @{ Outcome = 'Partial'; ExitCode = 2; Fault = @('98 x* partial 0.5', '95 x* drop') }
        @{ Outcome = 'Blocked'; ExitCode = 75; Fault = @('00 x* error 10001011') }
    ) {
        $server = Start-Market @recent -Fault $Fault
        $made = Invoke-SyncSchedule -Endpoint $server.Endpoint -ErrorAction SilentlyContinue
        $LASTEXITCODE | Should -Be $ExitCode
        $made.Outcome | Should -Be $Outcome
        $made.ExitCode | Should -Be $ExitCode
    }

    It 'ends with 78 where only a person can help: <Name>' -ForEach @(
        @{ Name = 'a setting'; Script = { Set-SandboxVariable STOCKSYNC_BATCH_SIZE 'many' } ; Undo = { Set-SandboxVariable STOCKSYNC_BATCH_SIZE $null } }
        @{ Name = 'a file that is no database'; Script = { Set-Content $env:STOCKSYNC_DATABASE ('nonsense ' * 200) }; Undo = { } }
    ) {
        & $Script
        try { $null = Invoke-SyncSchedule -ErrorAction SilentlyContinue }
        catch { $_.Exception | Should -BeOfType StockSync.StockSyncException }
        finally { & $Undo }
        $LASTEXITCODE | Should -Be 78
    }

    It 'gives its exit code to whoever started the command' {
        $server = Start-Market @recent -Fault '* x* drop'
        $PSNativeCommandUseErrorActionPreference = $false
        $command = "Import-Module '$outFolder/StockSync/StockSync.psd1'; Invoke-SyncSchedule -Endpoint $($server.Endpoint); exit `$LASTEXITCODE"
        $output = & $pwshPath -NoProfile -NonInteractive -Command $command 2>&1
        $LASTEXITCODE | Should -Be 1 -Because "$output"
    }

    It 'says Busy while another run works' {
        $server = Start-Market @recent -Option '--latency-98', '20000', '--latency-95', '20000'
        $database = $env:STOCKSYNC_DATABASE
        $job = Start-Job {
            Import-Module "$using:outFolder/StockSync/StockSync.psd1"
            Sync-StockDay -Endpoint $using:server.Endpoint -Database $using:database
        }
        try {
            while (-not (Get-SyncRun -Active)) { if ($job.State -ne 'Running') { throw "$(Receive-Job $job)" } }
            $made = Invoke-SyncSchedule -ErrorAction SilentlyContinue
            $LASTEXITCODE | Should -Be 75
            $made.Outcome | Should -Be 'Busy'
        }
        finally {
            Stop-Market $server
            Stop-Job $job
            Remove-Job $job -Force
        }
    }

    It 'with -WhatIf does nothing' {
        Invoke-SyncSchedule -WhatIf | Should -BeNullOrEmpty
        $LASTEXITCODE | Should -Be 0
        $env:STOCKSYNC_DATABASE | Should -Not -Exist
    }

    It 'is heard in Chinese' {
        [cultureinfo]::CurrentUICulture = 'zh-CN'
        try {
            $null = Invoke-SyncSchedule -Endpoint '127.0.0.1:1' -ErrorVariable failed -ErrorAction SilentlyContinue
            "$failed" | Should -Match '\p{IsCJKUnifiedIdeographs}'
        }
        finally { [cultureinfo]::CurrentUICulture = 'en-US' }
    }
}
