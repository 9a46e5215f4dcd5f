BeforeAll {
    . "$PSScriptRoot/Common.ps1"
    Enter-Sandbox
    $market = Start-Market
    Use-NewDatabase
    $null = Start-StockBackfill -From 2024-01-02 -To 2024-01-05
    $null = Sync-StockDay 2024-01-08
    $null = Sync-StockDay 2024-01-09
    $filled = $env:STOCKSYNC_DATABASE
}
AfterAll { Exit-Sandbox }

Describe 'Get-SyncRun' {
    BeforeEach { Set-SandboxVariable STOCKSYNC_DATABASE $filled }

    It 'emits the runs, newest first' {
        $runs = Get-SyncRun
        $runs | Should -BeOfType StockSync.SyncRun
        $runs | ForEach-Object { "$($_.Kind)" } | Should -Be 'Day', 'Day', 'Backfill'
        $runs.StartedAt | Should -Be @($runs.StartedAt | Sort-Object -Descending)
        $runs[0].From | Should -Be ([datetime] '2024-01-09')
    }

    It 'accounts for what a run did' {
        $run = Get-SyncRun | Select-Object -Last 1
        $run.Status | Should -Be 'Completed'
        $run.Days, $run.DaysSettled, $run.DaysCompleted | Should -Be 4, 4, 4
        $run.Inserted | Should -Be @(Get-StockBar -To 2024-01-05).Count
        $run.ProcessId | Should -Be $PID
        $run.EndedAt | Should -BeGreaterOrEqual $run.StartedAt
        $run.BytesIn | Should -BeGreaterThan 0
    }

    It 'counts the requests that the service saw' {
        Use-NewDatabase
        $before = @(Get-MarketRequest $market).Count
        $null = Start-StockBackfill @january
        (Get-SyncRun).Requests | Should -Be (@(Get-MarketRequest $market).Count - $before)
    }

    It 'takes how many, counted from the newest' {
        (Get-SyncRun -Last 2).From.Day | Should -Be 9, 8
    }

    It 'takes run ids and patterns of them' {
        $id = (Get-SyncRun -Last 1).RunId
        (Get-SyncRun $id).RunId | Should -Be $id
        (Get-SyncRun -RunId "*$($id.Substring($id.Length - 6))").RunId | Should -Be $id
        Get-SyncRun nothing* | Should -BeNullOrEmpty
    }

    It 'finds the run of a checkpoint in the pipeline' {
        $run = Get-SyncCheckpoint 2024-01-08 2024-01-08 | Get-SyncRun
        $run | Should -HaveCount 1
        $run.From | Should -Be ([datetime] '2024-01-08')
    }

    It 'shows with -Active the run that works now' {
        $endless = Start-Market -Fault '98 skip 3 x* stall'
        Use-NewDatabase
        Set-SandboxVariable STOCKSYNC_COMMIT_DAYS 1
        try {
            Start-StockBackfill @january -Shape MarketDay -Endpoint $endless.Endpoint |
                Select-Object -First 1 |
                ForEach-Object { $active = Get-SyncRun -Active }
        }
        finally { Set-SandboxVariable STOCKSYNC_COMMIT_DAYS $null }
        # Select-Object has let the first day through before it ended the run behind it.
        $active.Status | Should -Be 'Running'
        Get-SyncRun -Active | Should -BeNullOrEmpty
    }

    It 'emits nothing for a database that is not there, and does not create it' {
        Use-NewDatabase
        Get-SyncRun | Should -BeNullOrEmpty
        $env:STOCKSYNC_DATABASE | Should -Not -Exist
    }

    It 'refuses to show no runs at all' {
        (Get-TerminatingError { Get-SyncRun -Last 0 }).FullyQualifiedErrorId |
            Should -Be 'ParameterArgumentValidationError,StockSync.Commands.GetSyncRunCommand'
    }

    It 'ends with StoreUnreachable for a PostgreSQL server that is not there' {
        $problem = Get-TerminatingError { Get-SyncRun -Database 'postgresql://someone:s3cret@127.0.0.1:1/db' }
        Get-ErrorIdentity $problem | Should -Be 'StoreUnreachable,StockSync.Commands.GetSyncRunCommand ConnectionError'
        $problem.TargetObject | Should -Be '127.0.0.1:1/db'
    }
}
