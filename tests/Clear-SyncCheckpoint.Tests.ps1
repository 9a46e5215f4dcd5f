BeforeAll {
    . "$PSScriptRoot/Common.ps1"
    Enter-Sandbox
    $market = Start-Market
    Use-NewDatabase
    $null = Start-StockBackfill @january
    $filled = $env:STOCKSYNC_DATABASE
}
AfterAll { Exit-Sandbox }

Describe 'Clear-SyncCheckpoint' {
    BeforeEach {
        Use-NewDatabase
        Copy-Item $filled $env:STOCKSYNC_DATABASE
    }

    It 'forgets days given by <Name>' -ForEach @(
        @{ Name = 'date'; Script = { Clear-SyncCheckpoint 2024-01-02, 20240103 -Force } }
        @{ Name = 'range'; Script = { Clear-SyncCheckpoint -From 2024-01-01 -To 2024-01-03 -Force } }
        @{ Name = 'the pipeline'; Script = { '2024-01-02', '2024-01-03' | Clear-SyncCheckpoint -Force } }
        @{ Name = 'checkpoints'; Script = { Get-SyncCheckpoint -To 2024-01-03 | Clear-SyncCheckpoint -Force } }
        @{ Name = 'CSV'; Script = { 'Date', '2024-01-02', '2024-01-03' | ConvertFrom-Csv | Clear-SyncCheckpoint -Force } }
    ) {
        & $Script | Should -BeNullOrEmpty
        Get-SyncCheckpoint | Should -HaveCount 20
        Get-SyncCheckpoint -To 2024-01-03 | Should -BeNullOrEmpty
    }

    It 'leaves the bars, so that the next run finds the days complete' {
        $bars = @(Get-StockBar).Count
        Clear-SyncCheckpoint -From 2024-01-02 -Force
        Get-SyncCheckpoint | Should -BeNullOrEmpty
        Get-StockBar | Should -HaveCount $bars
        $days = Start-StockBackfill @january
        $days.Status | Select-Object -Unique | Should -Be 'Completed'
        ($days | Measure-Object Inserted -Sum).Sum | Should -Be 0
    }

    It 'says in the verbose stream how many it forgot' {
        "$(Clear-SyncCheckpoint 2024-01-02, 2024-01-06 -Force -Verbose 4>&1)" | Should -BeLike '*1 checkpoints were deleted*'
    }

    It 'touches nothing with -WhatIf, not even with -Force' {
        Clear-SyncCheckpoint -From 2024-01-02 -WhatIf
        Clear-SyncCheckpoint 2024-01-02 -Force -WhatIf
        Get-SyncCheckpoint | Should -HaveCount 22
    }

    It 'does not take an empty pipeline for every day' {
        Get-SyncCheckpoint -Status Pending | Clear-SyncCheckpoint -Force
        Get-SyncCheckpoint | Should -HaveCount 22
    }

    It 'asks once for all it is given, and does what the answer is: <Line>, <Answer>' -ForEach @(
        @{ Line = 'Get-SyncCheckpoint -To 2024-01-04 | Clear-SyncCheckpoint'; Answer = 'n'; Left = 22 }
        @{ Line = 'Get-SyncCheckpoint -To 2024-01-04 | Clear-SyncCheckpoint'; Answer = 'y'; Left = 19 }
        @{ Line = 'Clear-SyncCheckpoint -From 2024-01-08 -Force -Confirm'; Answer = 'y'; Left = 4 }
    ) {
        $run = Invoke-Script $Line -Answer $Answer
        @($run.Output -like '*(default is*') | Should -HaveCount 1
        Get-SyncCheckpoint | Should -HaveCount $Left
    }

    It 'is an error where it would ask and nobody can answer' {
        $run = Invoke-Script '$ErrorActionPreference = "Stop"; Clear-SyncCheckpoint 2024-01-02'
        $run.ExitCode | Should -Be 1
        Get-SyncCheckpoint | Should -HaveCount 22
    }

    It 'refuses <Name>' -ForEach @(
        @{ Name = 'what is no date'; Parameters = @{ Date = 'soon' }; Id = 'ParameterArgumentTransformationError' }
        @{ Name = 'a date beside a range'; Parameters = @{ Date = '2024-01-02'; From = '2024-01-02' }; Id = 'AmbiguousParameterSet' }
    ) {
        (Get-TerminatingError { Clear-SyncCheckpoint @Parameters -Force }).FullyQualifiedErrorId |
            Should -Be "$Id,StockSync.Commands.ClearSyncCheckpointCommand"
        Get-SyncCheckpoint | Should -HaveCount 22
    }

    It 'ends with StoreNotADatabase for a file of another kind' {
        Set-Content "$TestDrive/notes.txt" ('not a database ' * 100)
        $problem = Get-TerminatingError { Clear-SyncCheckpoint 2024-01-02 -Force -Database "$TestDrive/notes.txt" }
        Get-ErrorIdentity $problem | Should -Be 'StoreNotADatabase,StockSync.Commands.ClearSyncCheckpointCommand InvalidData'
    }
}
