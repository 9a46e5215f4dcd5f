BeforeDiscovery {
    $cmdlets = @(
        'Clear-SyncCheckpoint', 'Export-SyncCheckpoint', 'Export-SyncReport', 'Get-FailedStock', 'Get-Stock', 'Get-StockBar'
        'Get-SyncAlert', 'Get-SyncCheckpoint', 'Get-SyncConfiguration', 'Get-SyncHealth', 'Get-SyncRun', 'Get-SyncSchedule'
        'Get-TradingDay', 'Import-SyncCheckpoint', 'Initialize-SyncDatabase', 'Invoke-SyncSchedule', 'Register-SyncSchedule'
        'Resolve-DataIssue', 'Resume-FailedStock', 'Send-SyncAlert', 'Set-SyncConfiguration', 'Show-SyncReport', 'Start-StockBackfill', 'Sync-StockDay'
        'Test-SyncConnection', 'Unregister-SyncSchedule'
    )
}
BeforeAll {
    . "$PSScriptRoot/Common.ps1"
    Enter-Sandbox
    $manifest = "$outFolder/StockSync/StockSync.psd1"
}
AfterAll { Exit-Sandbox }

Describe 'The module' {
    It 'has a manifest that PowerShell accepts' {
        (Test-ModuleManifest $manifest).Name | Should -Be 'StockSync'
    }

    It 'is imported without a warning, a word or an error' {
        $run = Invoke-Script "Remove-Module StockSync; Import-Module '$manifest' -Force *>&1"
        $run.ExitCode | Should -Be 0
        $run.Output | Should -BeNullOrEmpty
        $run.Errors | Should -BeNullOrEmpty
    }

    It 'is imported in less than 150 ms by a warm process' {
        # The best of several: what a busy machine adds is not the module's.
        $run = Invoke-Script @"
1..5 | ForEach-Object {
    Remove-Module StockSync
    (Measure-Command { Import-Module '$manifest' }).TotalMilliseconds
} | Measure-Object -Minimum | ForEach-Object Minimum
"@
        [double] $run.Output[-1] | Should -BeLessThan 150
    }

    It 'exports its cmdlets, one alias and nothing else' -TestCases @{ Cmdlets = $cmdlets } {
        $module = Import-Module $manifest -Force -PassThru
        $module.ExportedCmdlets.Keys | Sort-Object | Should -Be $Cmdlets
        $module.ExportedAliases.Keys | Should -Be 'Retry-FailedStock'
        $module.ExportedFunctions.Keys | Should -BeNullOrEmpty
        $module.ExportedVariables.Keys | Should -BeNullOrEmpty
    }

    It 'is found by the name of a cmdlet alone' {
        $run = Invoke-Script @"
Remove-Module StockSync
`$env:PSModulePath = '$outFolder' + [IO.Path]::PathSeparator + `$env:PSModulePath
(Get-Command Retry-FailedStock).ResolvedCommandName
"@
        $run.Output[-1] | Should -Be 'Resume-FailedStock'
    }

    It 'opens no file and no connection when it is imported' {
        $run = Invoke-Script "`$env:STOCKSYNC_DATABASE = '$TestDrive/untouched.db'; Import-Module '$manifest' -Force; exit [int] (Test-Path '$TestDrive/untouched.db')"
        $run.ExitCode | Should -Be 0
        $env:STOCKSYNC_CONFIG | Should -Not -Exist
    }

    It 'keeps its packages to itself' {
        Use-NewDatabase
        $null = Initialize-SyncDatabase
        $mine = [Runtime.Loader.AssemblyLoadContext]::All | Where-Object { $_.Assemblies.GetName().Name -contains 'StockSync.Engine' }
        $mine | Should -HaveCount 1
        $mine.Name | Should -Not -Be 'Default'
        $common = [Runtime.Loader.AssemblyLoadContext]::Default.Assemblies | ForEach-Object { $_.GetName().Name }
        $common | Should -Contain 'StockSync.Core'
        $common | Where-Object { $_ -match '^(Npgsql|Polly|SQLitePCL|Microsoft\.Data\.Sqlite)' } | Should -BeNullOrEmpty
    }

    It 'speaks Chinese in a Chinese session' {
        $culture = [cultureinfo]::CurrentUICulture
        [cultureinfo]::CurrentUICulture = 'zh-CN'
        try { $problem = Get-TerminatingError { Get-SyncConfiguration NoSuchThing -ErrorAction Stop } }
        finally { [cultureinfo]::CurrentUICulture = $culture }
        "$problem" | Should -Match '\p{IsCJKUnifiedIdeographs}'
        $problem.FullyQualifiedErrorId | Should -Be 'SettingUnknown,StockSync.Commands.GetSyncConfigurationCommand'
    }
}
