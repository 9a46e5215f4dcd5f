using System.Management.Automation;
using StockSync.Module.Tests.Hosting;
using Xunit;

namespace StockSync.Module.Tests.Cmdlets;

public sealed class ParameterTests : IDisposable
{
    static readonly string[] s_writing =
    [
        "Clear-SyncCheckpoint", "Export-SyncCheckpoint", "Export-SyncReport", "Get-SyncHealth", "Import-SyncCheckpoint", "Initialize-SyncDatabase",
        "Invoke-SyncSchedule", "Register-SyncSchedule", "Resolve-DataIssue", "Resume-FailedStock", "Send-SyncAlert", "Set-SyncConfiguration", "Show-SyncReport",
        "Start-StockBackfill", "Sync-StockDay", "Unregister-SyncSchedule",
    ];

    static readonly string[] s_fetching = ["Resume-FailedStock", "Start-StockBackfill", "Sync-StockDay"];

    // They touch settings and schedulers, no data.
    static readonly string[] s_local = ["Get-SyncConfiguration", "Register-SyncSchedule", "Set-SyncConfiguration", "Unregister-SyncSchedule"];

    readonly ModuleSession _session = new();

    public void Dispose() => _session.Dispose();

    [Fact]
    public void What_changes_something_can_be_asked_what_it_would_do() =>
        Assert.Equal(s_writing, Commands().Where(c => c.Parameters.ContainsKey("WhatIf")).Select(c => c.Name).Order());

    [Fact]
    public void What_touches_data_has_the_common_parameters()
    {
        foreach (var command in Commands().Where(c => !s_local.Contains(c.Name)))
        {
            Assert.Equal(typeof(string), command.Parameters["Database"].ParameterType);
            Assert.Equal(typeof(string), command.Parameters["Endpoint"].ParameterType);
            Assert.Equal(typeof(System.Security.SecureString), command.Parameters["ApiKey"].ParameterType);
            Assert.Equal(typeof(PSCredential), command.Parameters["Credential"].ParameterType);
            Assert.Equal(typeof(string), command.Parameters["Profile"].ParameterType);
        }
        Assert.Equal(s_fetching, Commands().Where(c => c.Parameters.ContainsKey("ThrottleLimit")).Select(c => c.Name).Order());
    }

    [Fact]
    public void No_secret_is_a_plain_text_parameter_and_no_switch_a_bool()
    {
        foreach (var parameter in Commands().SelectMany(c => c.Parameters.Values))
        {
            Assert.NotEqual(typeof(bool), parameter.ParameterType);
            bool isSecret = parameter.Name.Contains("Key", StringComparison.Ordinal) || parameter.Name.Contains("Password", StringComparison.Ordinal);
            Assert.True(!isSecret || parameter.ParameterType == typeof(System.Security.SecureString), parameter.Name);
        }
    }

    [Fact]
    public void Every_output_is_declared_and_of_a_type_that_users_can_name()
    {
        foreach (var command in Commands())
        {
            bool isSilent = command.Name is "Clear-SyncCheckpoint" or "Unregister-SyncSchedule";
            Assert.Equal(isSilent, command.OutputType.Count == 0);
            Assert.All(command.OutputType, t => Assert.NotNull(t.Type));
        }
    }

    [Fact]
    public void At_most_one_parameter_of_a_set_takes_whole_objects()
    {
        foreach (var set in Commands().SelectMany(c => c.ParameterSets))
            Assert.True(set.Parameters.Count(p => p.ValueFromPipeline) <= 1, set.Name);
    }

    [Theory]
    [InlineData("Start-StockBackfill -From 2024-01-01 -Days 5", "AmbiguousParameterSet")]
    [InlineData("Start-StockBackfill -Days 0", "ParameterArgumentValidationError")]
    [InlineData("Start-StockBackfill -MaxRequests 0", "ParameterArgumentValidationError")]
    [InlineData("Start-StockBackfill -MaxMinutes 0", "ParameterArgumentValidationError")]
    [InlineData("Start-StockBackfill -ThrottleLimit 0", "ParameterArgumentValidationError")]
    [InlineData("Start-StockBackfill -Shape Round", "CannotConvertArgumentNoMessage")]
    [InlineData("Start-StockBackfill -Code nonsense", "ParameterArgumentTransformationError")]
    [InlineData("Start-StockBackfill -From '2024-01-01 09:30'", "ParameterArgumentTransformationError")]
    [InlineData("Sync-StockDay ''", "ParameterArgumentTransformationError")]
    [InlineData("Clear-SyncCheckpoint -Date 2024-01-02 -From 2024-01-02", "AmbiguousParameterSet")]
    [InlineData("Get-SyncCheckpoint -Status Done", "CannotConvertArgumentNoMessage")]
    [InlineData("Get-SyncRun -Last 0", "ParameterArgumentValidationError")]
    [InlineData("Get-StockBar -Adjustment Sideways", "CannotConvertArgumentNoMessage")]
    [InlineData("Set-SyncConfiguration PageSize -Value 1 -Remove", "AmbiguousParameterSet")]
    public void What_makes_no_sense_does_not_bind(string script, string id) =>
        Assert.StartsWith(id + ",StockSync.Commands.", _session.Fail(script).FullyQualifiedErrorId, StringComparison.Ordinal);

    [Fact]
    public void Only_deleting_asks_by_itself()
    {
        foreach (var command in Commands().Where(c => s_writing.Contains(c.Name)))
        {
            var attribute = command.ImplementingType.GetCustomAttributes(typeof(CmdletAttribute), false).Cast<CmdletAttribute>().Single();
            Assert.Equal(command.Name == "Clear-SyncCheckpoint" ? ConfirmImpact.High : ConfirmImpact.Medium, attribute.ConfirmImpact);
        }
    }

    IEnumerable<CmdletInfo> Commands() => _session.Run("Get-Command -Module StockSync -CommandType Cmdlet").Select(c => (CmdletInfo)c.BaseObject);
}
