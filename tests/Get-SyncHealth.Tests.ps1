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
        $health.Status | Should -Be 'Critical'
        $health.TotalRuns | Should -Be 1
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

    It 'is a check that answers where it cannot begin: <Line>' -ForEach @(
        @{ Parameters = @{ Database = 'postgresql://u:s3cret@127.0.0.1:1/d' }; Line = 'STOCKSYNC CRITICAL - StoreUnreachable: '; Code = 2 }
        @{ Parameters = @{ Database = 'mysql://u:s3cret@h/d' }; Line = 'STOCKSYNC UNKNOWN - DatabaseInvalid: '; Code = 3 }
        @{ Parameters = @{ Profile = 'nobody' }; Line = 'STOCKSYNC UNKNOWN - '; Code = 3 }
        @{ Parameters = @{ Database = 'new.db' }; Line = 'STOCKSYNC WARNING - Empty: '; Code = 1 }
    ) {
        Push-Location $TestDrive
        try { $said = & { Get-SyncHealth -AsExitCode @Parameters -ErrorVariable problems; $problems | Should -BeNullOrEmpty } } finally { Pop-Location }
        # Of the session, wherever the command is called.
        $LASTEXITCODE | Should -Be $Code
        $said | Should -HaveCount 1
        $said | Should -BeLike "$Line*"
        $said | Should -Not -BeLike '*s3cret*'
    }

    It 'has a database that is away as a result, not as an error' {
        $health = Get-SyncHealth -Database 'postgresql://u:s3cret@127.0.0.1:1/d' -ErrorVariable problems
        $problems | Should -BeNullOrEmpty
        $health.Status | Should -Be 'Critical'
        $health.Reasons[0].Code | Should -Be 'StoreUnreachable'
    }

    It 'is shown on one screen, with what is wrong and what to do' {
        $lines = Get-SyncHealth | Out-String -Stream -Width 80 | ForEach-Object { $_ -replace '\x1b\[[\d;]*m' } | Where-Object { $_ }
        $lines.Count | Should -BeIn (20..50)
        $lines | Where-Object Length -GT 80 | Should -BeNullOrEmpty
        $text = $lines -join ' ' -replace ' +', ' '
        foreach ($part in 'Status : Critical', 'Stale:', 'Start-StockBackfill -From 2024-01-12', 'Checkpoint : 2024-01-12: ', 'SuccessRate : 100.0') {
            $text.Contains($part) | Should -BeTrue -Because "'$part' is to be seen"
        }
    }

    It 'gives its reasons in the language of the session: <Culture>' -ForEach @(
        @{ Culture = 'en-US'; Words = 'weekdays have passed' }
        @{ Culture = 'zh-CN'; Words = '个工作日' }
    ) {
        ((Invoke-InCulture $Culture { Get-SyncHealth }).Reasons | Where-Object Code -EQ Stale).Text | Should -BeLike "*$Words*"
    }

    It 'is metrics as one text without a path, and no file with -WhatIf' {
        $text = Get-SyncHealth -AsPrometheus
        $text | Should -HaveCount 1
        $text | Should -BeLike '# HELP stocksync_health_status *'
        $text | Should -Match '(?m)^stocksync_db_up 1$'
        Get-SyncHealth -AsPrometheus -Path "$TestDrive/unwanted.prom" -WhatIf | Should -BeNullOrEmpty
        "$TestDrive/unwanted.prom" | Should -Not -Exist
    }

    It 'ends with FileInvalid for a folder that is not there' {
        (Get-TerminatingError { Get-SyncHealth -AsPrometheus -Path "$TestDrive/no/where.prom" }).FullyQualifiedErrorId |
            Should -Be 'FileInvalid,StockSync.Commands.GetSyncHealthCommand'
    }

    It 'says with -Alert -WhatIf where it would write, and is the same object' {
        $health = @{}
        Get-WhatIfText { $health.Record = Get-SyncHealth -Alert -WhatIf } | Should -BeLike "*$([IO.Path]::GetFileName($filled))*"
        $health.Record | Should -HaveCount 1
        Get-SyncAlert | Should -BeNullOrEmpty
    }

    It 'writes metrics by renaming a finished file' {
        $path = "$TestDrive/stocksync.prom"
        Set-Content $path 'old'
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
