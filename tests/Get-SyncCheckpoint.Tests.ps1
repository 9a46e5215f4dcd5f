BeforeAll {
    . "$PSScriptRoot/Common.ps1"
    Enter-Sandbox
    $market = Start-Market
    # The ninth is a failed day, the sixteenth a partial one.
    $broken = Start-Market -Fault '98:2024-01-09 x* drop', '98:2024-01-16 x* partial 0.5'
    Use-NewDatabase
    $null = Start-StockBackfill @january -Shape MarketDay -Endpoint $broken.Endpoint -ErrorAction SilentlyContinue
    $filled = $env:STOCKSYNC_DATABASE
}
AfterAll { Exit-Sandbox }

Describe 'Get-SyncCheckpoint' {
    BeforeEach { Set-SandboxVariable STOCKSYNC_DATABASE $filled }

    It 'emits the days in order, each once' {
        $days = Get-SyncCheckpoint
        $days | Should -HaveCount 22
        $days | Should -BeOfType StockSync.SyncDay
        $days.Date | Should -Be @($days.Date | Sort-Object -Unique)
    }

    It 'takes a range of days' {
        (Get-SyncCheckpoint 2024-01-08 20240110).Date.Day | Should -Be 8, 9, 10
        (Get-SyncCheckpoint -From 2024-01-30).Date.Day | Should -Be 30, 31
        (Get-SyncCheckpoint -To 2024-01-03).Date.Day | Should -Be 2, 3
    }

    It 'takes the states to show' {
        Get-SyncCheckpoint -Status Completed | Should -HaveCount 20
        (Get-SyncCheckpoint -Status Failed).Date.Day | Should -Be 9
        (Get-SyncCheckpoint -Status Failed, Partial).Date.Day | Should -Be 9, 16
        Get-SyncCheckpoint -Status Pending | Should -BeNullOrEmpty
    }

    It 'accounts for every expected stock of a day' {
        foreach ($day in Get-SyncCheckpoint) {
            $day.Stored + $day.Suspended + $day.Late + $day.Failed + $day.Quarantined + $day.Missing | Should -Be $day.Expected
        }
        $partial = Get-SyncCheckpoint -Status Partial
        $partial.Late | Should -BeGreaterThan 0
        $partial.Reason | Should -Be "$($partial.Late) late"
    }

    It 'asks the service nothing' {
        $before = @(Get-MarketRequest $market).Count
        $null = Get-SyncCheckpoint
        Get-MarketRequest $market | Should -HaveCount $before
    }

    It 'emits nothing for a database that is not there, and does not create it' {
        Use-NewDatabase
        Get-SyncCheckpoint | Should -BeNullOrEmpty
        $env:STOCKSYNC_DATABASE | Should -Not -Exist
    }

    It 'shows a table with one line a day' {
        $lines = Get-SyncCheckpoint 2024-01-09 | Select-Object -First 2 | Out-String -Stream | Where-Object { $_ -match '\S' }
        $lines[0] | Should -Match '^\s*Date\s+Status\s+Expected\s+Stored'
        $lines | Should -HaveCount 4
        $lines[2] | Should -Match '^2024-01-09\s+Failed'
    }

    It 'feeds Retry-FailedStock: <Name>' -ForEach @(
        @{ Name = 'as objects'; Script = { Get-SyncCheckpoint -Status Failed, Partial | Retry-FailedStock } }
        @{ Name = 'by way of CSV'; Script = {
                Get-SyncCheckpoint -Status Failed, Partial | Export-Csv "$TestDrive/open.csv"
                Import-Csv "$TestDrive/open.csv" | Retry-FailedStock
            } }
        @{ Name = 'by way of JSON'; Script = { Get-SyncCheckpoint -Status Failed, Partial | ConvertTo-Json | ConvertFrom-Json | Retry-FailedStock } }
        @{ Name = 'by way of CLIXML'; Script = {
                Get-SyncCheckpoint -Status Failed, Partial | Export-Clixml "$TestDrive/open.xml"
                Import-Clixml "$TestDrive/open.xml" | Retry-FailedStock
            } }
    ) {
        $copy = New-DatabasePath
        Copy-Item $filled $copy
        Set-SandboxVariable STOCKSYNC_DATABASE $copy
        (& $Script).Date.Day | Should -Be 9, 16
        Get-SyncCheckpoint -Status Completed | Should -HaveCount 22
    }

    Context 'what cannot work' {
        It 'ends with StoreNotADatabase for a file of another kind' {
            $path = "$TestDrive/notes.txt"
            Set-Content $path ('not a database ' * 100)
            $problem = Get-TerminatingError { Get-SyncCheckpoint -Database $path }
            Get-ErrorIdentity $problem | Should -Be 'StoreNotADatabase,StockSync.Commands.GetSyncCheckpointCommand InvalidData'
            $problem.TargetObject | Should -Be ([IO.Path]::GetFullPath($path))
        }

        It 'ends with StoreUnreachable for a PostgreSQL server that is not there, and keeps the password to itself' {
            $problem = Get-TerminatingError { Get-SyncCheckpoint -Database 'postgresql://someone:s3cret@127.0.0.1:1/db' }
            Get-ErrorIdentity $problem | Should -Be 'StoreUnreachable,StockSync.Commands.GetSyncCheckpointCommand ConnectionError'
            "$problem $($problem.ErrorDetails) $($problem.Exception) $($problem.TargetObject)" | Should -Not -BeLike '*s3cret*'
        }

        It 'refuses a state that does not exist' {
            (Get-TerminatingError { Get-SyncCheckpoint -Status Done }).FullyQualifiedErrorId |
                Should -Be 'CannotConvertArgumentNoMessage,StockSync.Commands.GetSyncCheckpointCommand'
        }
    }
}
