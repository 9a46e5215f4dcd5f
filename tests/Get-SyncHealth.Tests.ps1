BeforeAll {
    . "$PSScriptRoot/Common.ps1"
    Enter-Sandbox
    $market = Start-Market
    Use-NewDatabase
    $null = Start-StockBackfill -From 2024-01-02 -To 2024-01-12
    $filled = $env:STOCKSYNC_DATABASE
}
AfterAll { Exit-Sandbox }

# The made-up market ends in January 2024: its copy is complete, and stale whenever this runs.
Describe 'Get-SyncHealth' {
    BeforeEach { Set-SandboxVariable STOCKSYNC_DATABASE $filled }

    It 'emits one object and asks the service nothing' {
        $before = @(Get-MarketRequest $market).Count
        $health = Get-SyncHealth
        $health | Should -HaveCount 1
        $health | Should -BeOfType StockSync.SyncHealth
        $health.LatestDay | Should -Be ([datetime] '2024-01-12')
        $health.SuccessRate | Should -Be 1
        $health.Reasons.Code | Should -Contain 'Stale'
        $health.Reasons.Code | Should -Not -Contain 'PartUnreadable'
        @(Get-MarketRequest $market).Count | Should -Be $before
    }

    It 'is sane as JSON' {
        $warnings = $null
        $json = Get-SyncHealth | ConvertTo-Json -Depth 4 -EnumsAsStrings -WarningVariable warnings -WarningAction SilentlyContinue
        $warnings | Should -BeNullOrEmpty
        $back = $json | ConvertFrom-Json
        $back.Status | Should -Be 'Critical'
        $back.LatestDay | Should -Be ([datetime] '2024-01-12')
        $back.LastRun.Status | Should -Be 'Completed'
        $back.Checkpoint.IsConsistent | Should -BeTrue
        $back.Reasons[0].Advice | Should -Not -BeNullOrEmpty
    }

    It 'is a check for Nagios whose exit code a script passes on' {
        $run = Invoke-Script "Get-SyncHealth -AsExitCode -Database '$filled'; exit `$LASTEXITCODE"
        $run.ExitCode | Should -Be 2
        $run.Output | Should -HaveCount 1
        $run.Output | Should -Match '^STOCKSYNC CRITICAL - \w+: .+ \| lag_days=\d+;0;1;0; '
        $run.Errors | Should -BeNullOrEmpty

        $run = Invoke-Script "Get-SyncHealth -AsExitCode -Database 'mysql://h/d'; exit `$LASTEXITCODE"
        $run.ExitCode | Should -Be 3
        $run.Output | Should -Match '^STOCKSYNC UNKNOWN - DatabaseInvalid: '
    }

    It 'writes metrics by renaming a finished file' {
        $path = "$TestDrive/stocksync.prom"
        Get-SyncHealth -AsPrometheus -Path $path | Should -BeNullOrEmpty
        $lines = Get-Content $path
        $lines | Should -Contain 'stocksync_last_run_status{status="Completed"} 1'
        $lines | Where-Object { $_ -notmatch '^(# (HELP|TYPE) stocksync_|stocksync_\w+(\{\w+="[^"]*"\})? [-0-9.E+]+$)' } | Should -BeNullOrEmpty
        Get-ChildItem $TestDrive -Filter 'stocksync.prom*' | Should -HaveCount 1
        if (-not $IsWindows) { (Get-Item $path).UnixMode | Should -Be '-rw-r--r--' }
    }

    It 'tells an empty database what to do' {
        Use-NewDatabase
        $health = Get-SyncHealth
        $health.Status | Should -Be 'Warning'
        $health.Reasons.Code | Should -Be 'Empty'
    }
}
