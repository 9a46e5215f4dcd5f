BeforeAll {
    . "$PSScriptRoot/Common.ps1"
    Enter-Sandbox
    # The ninth is a failed day, the sixteenth a partial one.
    $market = Start-Market -Fault '98:2024-01-09 x* drop', '98:2024-01-16 x* partial 0.5'
    Use-NewDatabase
    $null = Start-StockBackfill @january -Shape MarketDay -ErrorAction SilentlyContinue
}
AfterAll { Exit-Sandbox }

Describe 'Export-SyncCheckpoint' {
    It 'writes the completed and the failed dates as JSON' {
        Export-SyncCheckpoint "$TestDrive/checkpoint.json" | Should -BeNullOrEmpty
        $json = Get-Content "$TestDrive/checkpoint.json" -Raw | ConvertFrom-Json -DateKind String
        $json.completed_dates | Should -HaveCount 20
        $json.completed_dates[0] | Should -BeExactly '2024-01-02'
        $json.failed_dates | Should -BeExactly '2024-01-09', '2024-01-16'
    }

    It 'emits the file with -PassThru' {
        $file = Export-SyncCheckpoint -Path "$TestDrive/passed.json" -PassThru
        $file | Should -BeOfType IO.FileInfo
        $file.FullName | Should -Exist
        $file.Length | Should -BeGreaterThan 0
    }

    It 'writes where PowerShell stands, on drives of PowerShell''s own too' {
        Push-Location $TestDrive
        try { Export-SyncCheckpoint here.json } finally { Pop-Location }
        "$TestDrive/here.json" | Should -Exist
        Export-SyncCheckpoint TestDrive:/drive.json
        "$TestDrive/drive.json" | Should -Exist
    }

    It 'replaces a file that exists, and leaves no other behind' {
        $folder = New-Item "$TestDrive/replaced" -ItemType Directory
        Set-Content "$folder/c.json" 'old'
        Export-SyncCheckpoint "$folder/c.json"
        Get-Content "$folder/c.json" -Raw | Should -BeLike '*completed_dates*'
        Get-ChildItem $folder -Force | Should -HaveCount 1
    }

    It 'writes nothing with -WhatIf' {
        Export-SyncCheckpoint "$TestDrive/unwanted.json" -WhatIf -PassThru | Should -BeNullOrEmpty
        "$TestDrive/unwanted.json" | Should -Not -Exist
    }

    It 'ends with FileInvalid for <Name>' -ForEach @(
        @{ Name = 'a folder that is not there'; Path = 'nowhere/c.json'; Category = 'WriteError' }
        @{ Name = 'a path that is not of the file system'; Path = 'Env:/c.json'; Category = 'InvalidArgument' }
    ) {
        $full = $Path -like 'Env:*' ? $Path : "$TestDrive/$Path"
        $problem = Get-TerminatingError { Export-SyncCheckpoint $full }
        Get-ErrorIdentity $problem | Should -Be "FileInvalid,StockSync.Commands.ExportSyncCheckpointCommand $Category"
        $problem.TargetObject | Should -Be ($Path -like 'Env:*' ? $Path : [IO.Path]::GetFullPath($full))
    }
}
