BeforeDiscovery {
    # What else a command needs, and nothing that a broken guard would do to this machine.
    $words = @{
        'Clear-SyncCheckpoint'    = '-Force'
        'Export-SyncCheckpoint'   = 'checkpoint.json'
        'Import-SyncCheckpoint'   = 'claims.json'
        'Register-SyncSchedule'   = '-WhatIf'
        'Resolve-DataIssue'       = '-Note checked'
        'Set-SyncConfiguration'   = 'DailyBudget 40000'
        'Show-SyncReport'         = 'report.html -WhatIf'
        'Unregister-SyncSchedule' = '-WhatIf'
    }
    $commands = foreach ($name in (Import-PowerShellDataFile "$PSScriptRoot/../StockSync.psd1").CmdletsToExport) { "$name $($words[$name])".Trim() }
}

BeforeAll {
    . "$PSScriptRoot/Common.ps1"
    . "$PSScriptRoot/Market.ps1"
    Enter-Sandbox
    $market = Start-Market
    $place = "$TestDrive/place"

    # Runs a command line in that place: what it emits, its errors and what it would do.
    function Invoke-Line([string] $Line) {
        $said = @{}
        $plan = Get-WhatIfText {
            $ErrorActionPreference = 'Continue'
            Push-Location $place
            # An error that ends the command is one like the others here.
            try { $said.All = @(& ([scriptblock]::Create($Line)) 2>&1) } catch { $said.All = @($_) } finally { Pop-Location }
        }
        $errors = @($said.All | Where-Object { $_ -is [Management.Automation.ErrorRecord] })
        [pscustomobject] @{ Output = @($said.All | Where-Object { $_ -notin $errors }); Errors = $errors; Plan = $plan }
    }
}
AfterAll { Exit-Sandbox }

Describe 'A pipeline' {
    BeforeEach {
        if (Test-Path $place) { Remove-Item $place -Recurse }
        $null = New-Item $place -ItemType Directory
        Set-Content "$place/claims.json" '{ "completed_dates": ["2024-01-03"], "failed_dates": [] }'
        Set-SandboxVariable STOCKSYNC_DATABASE "$place/bars.db"
        Set-SandboxVariable STOCKSYNC_CONFIG "$place/settings.json"
        foreach ($name in 'DATA', 'STATE') { Set-SandboxVariable "XDG_$($name)_HOME" "$place/$name" }
    }

    # "Nothing in particular" is never "everything".
    Context 'that has nothing to offer' {
        AfterEach {
            (Get-ChildItem $place -Recurse -Force -File).Name | Should -Be 'claims.json'
            $said.Output | Should -BeNullOrEmpty
            $said.Plan | Should -BeNullOrEmpty
        }

        It 'of use has one error and nothing happens: <_>' -ForEach $commands {
            $said = Invoke-Line "[pscustomobject] @{ Unrelated = 'x' } | $_"
            $said.Errors | Should -HaveCount 1
            $said.Errors[0].FullyQualifiedErrorId.Split(',')[0] | Should -BeIn 'InputUnusable', 'ParameterArgumentTransformationError', 'InputObjectNotBound'
        }

        It 'at all has nothing happen: <_>' -ForEach $commands {
            $said = Invoke-Line "@() | $_"
        }

        It 'of use has an error that says so and what to pipe in: <Command>' -ForEach @(
            @{ Command = 'Start-StockBackfill'; Fault = 'does not name a stock'; Remedy = 'Get-Stock' }
            @{ Command = 'Sync-StockDay'; Fault = 'does not name a day'; Remedy = 'Get-TradingDay' }
            @{ Command = 'Clear-SyncCheckpoint -Force'; Fault = 'does not name a day'; Remedy = 'Get-SyncCheckpoint' }
            @{ Command = 'Get-StockBar'; Fault = 'does not name a stock'; Remedy = 'Get-Stock' }
            @{ Command = 'Resume-FailedStock'; Fault = 'names neither a stock nor a day'; Remedy = 'Get-FailedStock' }
        ) {
            $said = Invoke-Line "[pscustomobject] @{ Unrelated = 'x' } | $Command"
            "$($said.Errors)" | Should -BeLike "*@{Unrelated=x}*$Fault*$Remedy*"
        }

        It 'that a command has no use for is refused before it begins: <Line>' -ForEach @(
            @{ Line = "'600000' | Start-StockBackfill -Code 600001"; Remedy = '-Code' }
            @{ Line = "'600000' | Start-StockBackfill -Join"; Remedy = 'without pipeline input' }
            @{ Line = "'2024-01-03' | Sync-StockDay 2024-01-04"; Remedy = '-Date' }
            @{ Line = "'2024-01-03' | Invoke-SyncSchedule"; Remedy = 'without pipeline input' }
            @{ Line = "'2024-01-03' | Clear-SyncCheckpoint -From 2024-01-02 -Force"; Remedy = 'without pipeline input' }
        ) {
            $begun = @{}
            $said = Invoke-Line $Line.Replace('|', '| ForEach-Object { $begun.With = $_; $_ } |')
            $said.Errors | Should -HaveCount 1
            "$($said.Errors[0].FullyQualifiedErrorId.Split(',')[0]) $($said.Errors[0].CategoryInfo.Category)" | Should -Be 'InputUnusable InvalidArgument'
            "$($said.Errors)" | Should -BeLike "*$Remedy*"
            $begun.Keys | Should -BeNullOrEmpty
        }
    }

    It 'that has nothing to offer opens no connection' {
        Get-MarketRequest $market | Should -BeNullOrEmpty
        $null = Get-Stock
        # Connections are counted, with and without requests.
        (Get-MarketRequest $market).connection | Select-Object -Unique | Should -Be 1
    }

    It 'beside a range leaves the checkpoints of the range' {
        $null = Sync-StockDay 2024-01-03, 2024-01-04
        (Invoke-Line "'2024-01-03' | Clear-SyncCheckpoint -From 2024-01-01 -Force").Errors | Should -HaveCount 1
        Get-SyncCheckpoint | Should -HaveCount 2
    }

    It 'that names no failure has none retried' {
        Set-MarketFault $market '98:2024-01-04 x* drop'
        try { $null = Sync-StockDay 2024-01-04 -ErrorAction SilentlyContinue } finally { Set-MarketFault $market }
        Get-FailedStock | Should -Not -BeNullOrEmpty
        $before = @(Get-MarketRequest $market).Count
        foreach ($offer in '@()', '[pscustomobject] @{ Unrelated = 1 }', "'nonsense'", "[pscustomobject] @{ Code = 'nonsense' }") {
            (Invoke-Line "$offer | Resume-FailedStock").Output | Should -BeNullOrEmpty
        }
        Get-MarketRequest $market | Should -HaveCount $before
    }

    It 'that a program builds offers nothing by that alone' {
        $shell = [powershell]::Create('CurrentRunspace')
        try { $shell.AddCommand('Get-SyncConfiguration').Invoke() | Should -Not -BeNullOrEmpty } finally { $shell.Dispose() }
    }
}
