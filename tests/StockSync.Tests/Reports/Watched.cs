using System.Collections;

namespace StockSync.Tests.Reports;

/// <summary>An empty list that tells when it is looked at.</summary>
sealed class Watched<T>(Action look) : IReadOnlyList<T>
{
    public int Count
    {
        get
        {
            look();
            return 0;
        }
    }

    public T this[int index] => throw new ArgumentOutOfRangeException(nameof(index));

    public IEnumerator<T> GetEnumerator() => Enumerable.Empty<T>().GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
