@{
    RootModule           = 'bin/StockSync.dll'
    ModuleVersion        = '0.1.0'
    GUID                 = '6f0a2a2b-3f0e-4d0b-9b0d-5b7f6a1f2c31'
    Author               = 'The StockSync authors'
    CompanyName          = 'StockSync'
    Copyright            = '(c) 2026 The StockSync authors. MIT licence.'
    Description          = 'Copies the Chinese A-share daily market from baostock into PostgreSQL or an embedded SQLite file, verifies that each day is complete, and runs unattended.'
    PowerShellVersion    = '7.6'
    CompatiblePSEditions = @('Core')
    FormatsToProcess     = @('StockSync.Format.ps1xml')
    FunctionsToExport    = @()
    CmdletsToExport      = @(
        'Clear-SyncCheckpoint'
        'Export-SyncCheckpoint'
        'Export-SyncReport'
        'Get-FailedStock'
        'Get-Stock'
        'Get-StockBar'
        'Get-SyncAlert'
        'Get-SyncCheckpoint'
        'Get-SyncConfiguration'
        'Get-SyncHealth'
        'Get-SyncRun'
        'Get-SyncSchedule'
        'Get-TradingDay'
        'Import-SyncCheckpoint'
        'Initialize-SyncDatabase'
        'Invoke-SyncSchedule'
        'Register-SyncSchedule'
        'Resolve-DataIssue'
        'Resume-FailedStock'
        'Send-SyncAlert'
        'Set-SyncConfiguration'
        'Show-SyncReport'
        'Start-StockBackfill'
        'Sync-StockDay'
        'Test-SyncConnection'
        'Unregister-SyncSchedule'
    )
    VariablesToExport    = @()
    AliasesToExport      = @('Retry-FailedStock')
    PrivateData          = @{
        PSData = @{
            Tags         = @('stock', 'baostock', 'A-share', 'PostgreSQL', 'SQLite', 'market-data', 'PSEdition_Core', 'Linux')
            ReleaseNotes = 'See CHANGELOG.md.'
        }
    }
}
