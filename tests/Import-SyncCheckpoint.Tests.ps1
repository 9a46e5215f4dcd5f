BeforeAll {
    . "$PSScriptRoot/Common.ps1"
    Enter-Sandbox
    $market = Start-Market
}
AfterAll { Exit-Sandbox }

Describe 'Import-SyncCheckpoint' {
    BeforeEach {
        Use-NewDatabase
        $path = "$TestDrive/checkpoint.json"
    }

    It 'takes back what was exported' {
        $null = Start-StockBackfill @january
        Export-SyncCheckpoint $path
        Clear-SyncCheckpoint -From 2024-01-02 -Force
        $days = Import-SyncCheckpoint $path
        $days | Should -HaveCount 22
        $days.Status | Select-Object -Unique | Should -Be 'Completed'
        Get-SyncCheckpoint -Status Completed | Should -HaveCount 22
    }

    It 'does not believe that a day without rows is complete' {
        $null = Sync-StockDay 2024-01-02
        Set-Content $path '{"completed_dates":["2024-01-02","2024-01-03"],"failed_dates":[]}'
        $days = Import-SyncCheckpoint $path | Sort-Object Date
        $days | ForEach-Object { "$($_.Status)" } | Should -Be 'Completed', 'Pending'
        (Get-SyncCheckpoint -Status Completed).Date.Day | Should -Be 2
    }

    It 'finds the truth of a day that the file calls failed' {
        $null = Sync-StockDay 2024-01-02
        Clear-SyncCheckpoint 2024-01-02 -Force
        Set-Content $path '{"failed_dates":["20240102"]}'
        (Import-SyncCheckpoint -Path $path).Status | Should -Be 'Completed'
    }

    It 'reads a day once however often it is listed, and leaves alone what else the file says' {
        $null = Sync-StockDay 2024-01-02
        Set-Content $path '{"completed_dates":["2024-01-02","2024-01-02"],"failed_dates":["2024-01-02"],"version":3,"note":{"a":1}}'
        Import-SyncCheckpoint $path | Should -HaveCount 1
    }

    It 'says Skipped of a day on which the market was closed' {
        Set-Content $path '{"completed_dates":["2024-01-06"]}'
        (Import-SyncCheckpoint $path).Status | Should -Be 'Skipped'
    }

    It 'touches nothing with -WhatIf' {
        Set-Content $path '{"completed_dates":["2024-01-02"]}'
        $before = @(Get-MarketRequest $market).Count
        Import-SyncCheckpoint $path -WhatIf | Should -BeNullOrEmpty
        Get-MarketRequest $market | Should -HaveCount $before
        $env:STOCKSYNC_DATABASE | Should -Not -Exist
    }

    It 'ends with FileInvalid and what is wrong for <Name>' -ForEach @(
        @{ Name = 'text that is no JSON'; Text = '{'; Complaint = '*JSON*' }
        @{ Name = 'JSON of another kind'; Text = '{"dates":[]}'; Complaint = '*completed_dates*' }
        @{ Name = 'a date with a time'; Text = '{"completed_dates":["2024-01-02T00:00:00"]}'; Complaint = '*2024-01-02T00:00:00*' }
        @{ Name = 'a list that is none'; Text = '{"failed_dates":"2024-01-02"}'; Complaint = '*failed_dates*' }
        @{ Name = 'a number in a list'; Text = '{"failed_dates":[20240102]}'; Complaint = '*failed_dates*' }
        @{ Name = 'a list alone'; Text = '[]'; Complaint = '*completed_dates*' }
        @{ Name = 'an empty file'; Text = ''; Complaint = '*JSON*' }
    ) {
        Set-Content $path $Text
        $problem = Get-TerminatingError { Import-SyncCheckpoint $path }
        Get-ErrorIdentity $problem | Should -Be 'FileInvalid,StockSync.Commands.ImportSyncCheckpointCommand InvalidData'
        $problem.TargetObject | Should -Be ([IO.Path]::GetFullPath($path))
        "$problem" | Should -BeLike $Complaint
        $env:STOCKSYNC_DATABASE | Should -Not -Exist
    }

    It 'ends with ObjectNotFound for a file that is not there' {
        $problem = Get-TerminatingError { Import-SyncCheckpoint "$TestDrive/nowhere.json" }
        Get-ErrorIdentity $problem | Should -Be 'FileInvalid,StockSync.Commands.ImportSyncCheckpointCommand ObjectNotFound'
        $problem.TargetObject | Should -Be ([IO.Path]::GetFullPath("$TestDrive/nowhere.json"))
    }

    It 'ends with DateOutOfRange for a day to come' {
        Set-Content $path '{"completed_dates":["2199-01-02"]}'
        $problem = Get-TerminatingError { Import-SyncCheckpoint $path }
        Get-ErrorIdentity $problem | Should -Be 'DateOutOfRange,StockSync.Commands.ImportSyncCheckpointCommand InvalidArgument'
    }
}
