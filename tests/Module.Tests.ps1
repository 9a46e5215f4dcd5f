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

    It 'exports the cmdlets of its manifest, one alias and nothing else' {
        $module = Import-Module $manifest -Force -PassThru
        $named = Import-PowerShellDataFile $manifest
        $module.ExportedCmdlets.Keys | Sort-Object | Should -Be @($named.CmdletsToExport | Sort-Object)
        $module.ExportedAliases.Keys | Should -Be 'Retry-FailedStock'
        $module.ExportedFunctions.Keys | Should -BeNullOrEmpty
        $module.ExportedVariables.Keys | Should -BeNullOrEmpty
        $module.Version | Should -Be $named.ModuleVersion
    }

    It 'exports every cmdlet that its assembly has' {
        $exported = (Get-Command -Module StockSync -CommandType Cmdlet).ImplementingType
        $all = $exported[0].Assembly.GetExportedTypes() | Where-Object { $_.IsDefined([Management.Automation.CmdletAttribute], $false) }
        $exported.Name | Sort-Object | Should -Be @($all.Name | Sort-Object)
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

    It 'keeps its packages to itself and shares its records' {
        Use-NewDatabase
        $null = Initialize-SyncDatabase
        $mine = [Runtime.Loader.AssemblyLoadContext]::All | Where-Object { $_.Assemblies.GetName().Name -contains 'StockSync.Engine' }
        $mine | Should -HaveCount 1
        $mine.Name | Should -Be 'StockSync.Engine'
        $mine.Assemblies.GetName().Name | Should -Contain 'Microsoft.Data.Sqlite'
        $common = [Runtime.Loader.AssemblyLoadContext]::Default.Assemblies
        $common.GetName().Name | Where-Object { $_ -match '^(Npgsql|Polly|SQLitePCL|Microsoft\.Data\.Sqlite)' } | Should -BeNullOrEmpty
        # Two of these would be two different sets of types.
        $core = [AppDomain]::CurrentDomain.GetAssemblies() | Where-Object { $_.GetName().Name -eq 'StockSync.Core' }
        $core | Should -HaveCount 1
        $core | Should -BeIn $common
        $core.Location | Should -Be ([IO.Path]::GetFullPath("$outFolder/StockSync/bin/StockSync.Core.dll"))
        Get-ChildItem "$outFolder/StockSync" -Recurse -Include 'StockSync.Core.dll', 'System.Management.Automation*' | Should -HaveCount 1
    }

    It 'works beside other versions of its packages, which stay what they are' {
        # What they look like in another module: loaded from a file into the context that all share.
        $run = Invoke-Script @'
$names = 'Npgsql', 'Microsoft.Extensions.Logging.Abstractions', 'Polly.Core'
foreach ($name in $names) {
    $builder = [Reflection.Emit.PersistedAssemblyBuilder]::new([Reflection.AssemblyName] "$name, Version=1.2.3.4", [object].Assembly)
    $null = $builder.DefineDynamicModule($name).DefineType('Foreign', 'Public').CreateType()
    $builder.Save("$PSScriptRoot/$name.dll")
    $null = [Reflection.Assembly]::LoadFrom("$PSScriptRoot/$name.dll")
}
"$((Initialize-SyncDatabase -Database "$PSScriptRoot/beside.db").Kind)"
$engine = [Runtime.Loader.AssemblyLoadContext]::All | Where-Object Name -EQ StockSync.Engine
foreach ($name in $names) {
    foreach ($context in $engine, [Runtime.Loader.AssemblyLoadContext]::Default) { $context.LoadFromAssemblyName($name).Location }
}
try { [Runtime.Loader.AssemblyLoadContext]::Default.LoadFromAssemblyName('Microsoft.Data.Sqlite').Location } catch { 'not there' }
'@
        $run.Errors | Should -BeNullOrEmpty
        $system = $IsWindows ? 'win' : $IsMacOS ? 'osx' : 'linux'
        $system += "-$([Runtime.InteropServices.RuntimeInformation]::ProcessArchitecture.ToString().ToLowerInvariant())"
        $places = foreach ($name in 'Npgsql', 'Microsoft.Extensions.Logging.Abstractions', 'Polly.Core') {
            [IO.Path]::GetFullPath("$outFolder/StockSync/bin/engine/runtimes/$system/lib/$name.dll")
            [IO.Path]::GetFullPath("$TestDrive/$name.dll")
        }
        $run.Output | Should -Be (@('SQLite') + $places + 'not there')
    }

    It 'has cmdlets whose types need no engine' {
        $types = (Get-Command Get-SyncRun).ImplementingType.Assembly.GetTypes()
        $types.Count | Should -BeGreaterThan 20
        @($types.BaseType) + @($types | ForEach-Object { $_.GetInterfaces() }) | Where-Object { $_.Assembly.GetName().Name -eq 'StockSync.Engine' } |
            Should -BeNullOrEmpty
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

Describe 'The cmdlets' {
    BeforeAll {
        $commands = Get-Command -Module StockSync -CommandType Cmdlet

        function Get-NameWith([string] $Parameter) { ($commands | Where-Object { $_.Parameters.ContainsKey($Parameter) } | Sort-Object Name).Name }
    }

    It 'can be asked what they would do if they change something, and only deleting asks by itself' {
        $writing = @(
            'Clear-SyncCheckpoint', 'Export-SyncCheckpoint', 'Export-SyncReport', 'Get-SyncHealth', 'Import-SyncCheckpoint', 'Initialize-SyncDatabase'
            'Invoke-SyncSchedule', 'Register-SyncSchedule', 'Resolve-DataIssue', 'Resume-FailedStock', 'Send-SyncAlert', 'Set-SyncConfiguration'
            'Show-SyncReport', 'Start-StockBackfill', 'Sync-StockDay', 'Unregister-SyncSchedule'
        )
        Get-NameWith WhatIf | Should -Be $writing
        $impacts = foreach ($command in $commands | Where-Object Name -In $writing) {
            $attribute = $command.ImplementingType.GetCustomAttributes([Management.Automation.CmdletAttribute], $false)
            if ($attribute.ConfirmImpact -ne 'Medium') { "$($command.Name) $($attribute.ConfirmImpact)" }
        }
        $impacts | Should -Be 'Clear-SyncCheckpoint High'
    }

    It 'have the same parameters for database, service and login wherever they touch data' {
        # The others touch settings and schedulers.
        $local = 'Get-SyncConfiguration', 'Register-SyncSchedule', 'Set-SyncConfiguration', 'Unregister-SyncSchedule'
        foreach ($command in $commands | Where-Object Name -NotIn $local) {
            $types = foreach ($name in 'Database', 'Endpoint', 'ApiKey', 'Credential', 'Profile') { $command.Parameters[$name].ParameterType.Name }
            $types | Should -Be 'String', 'String', 'SecureString', 'PSCredential', 'String' -Because "that is what $($command.Name) needs"
        }
        Get-NameWith ThrottleLimit | Should -Be 'Resume-FailedStock', 'Start-StockBackfill', 'Sync-StockDay'
    }

    It 'take no secret in plain text, and switches instead of truth values' {
        $parameters = $commands | ForEach-Object { $_.Parameters.Values }
        $parameters | Where-Object { $_.ParameterType -eq [bool] } | Should -BeNullOrEmpty
        $secrets = $parameters | Where-Object Name -CMatch 'Key|Password|Secret'
        $secrets.ParameterType.Name | Select-Object -Unique | Should -Be 'SecureString'
    }

    It 'say what they emit, in types that users can name' {
        ($commands | Where-Object { -not $_.OutputType.Count }).Name | Should -Be 'Clear-SyncCheckpoint', 'Unregister-SyncSchedule'
        $types = $commands.OutputType
        foreach ($type in $types) { $type.Name -as [type] | Should -Be $type.Type }
    }

    It 'take whole objects from the pipeline by one parameter of a set at most' {
        $sets = foreach ($set in $commands.ParameterSets) { @($set.Parameters | Where-Object ValueFromPipeline).Count }
        ($sets | Measure-Object -Maximum).Maximum | Should -Be 1
    }
}
