using System.Management.Automation;

namespace StockSync.Host;

/// <summary>The result of <see cref="GroupObjectCommand"/>, with the members of pwsh's.</summary>
public sealed class ObjectGroup
{
    readonly List<PSObject> _members = [];

    internal ObjectGroup(string name, IReadOnlyList<object?> values)
    {
        Name = name;
        Values = values;
    }

    /// <summary>How many objects the group has.</summary>
    public int Count { get; private set; }

    /// <summary>The common values as text.</summary>
    public string Name { get; }

    /// <summary>The objects; empty with <c>-NoElement</c>.</summary>
    public IReadOnlyList<PSObject> Group => _members;

    internal IReadOnlyList<object?> Values { get; }

    internal void Add(PSObject member, bool keep)
    {
        Count++;
        if (keep)
            _members.Add(member);
    }
}
