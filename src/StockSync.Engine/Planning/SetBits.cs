using System.Numerics;

namespace StockSync.Engine.Planning;

/// <summary>The positions of the bits that are set, in order.</summary>
readonly ref struct SetBits(ReadOnlySpan<ulong> words)
{
    readonly ReadOnlySpan<ulong> _words = words;

    public Enumerator GetEnumerator() => new(_words);

    public ref struct Enumerator(ReadOnlySpan<ulong> words)
    {
        readonly ReadOnlySpan<ulong> _words = words;
        int _word = -1;
        ulong _rest;

        public int Current { get; private set; }

        public bool MoveNext()
        {
            while (_rest == 0)
            {
                if (++_word >= _words.Length)
                    return false;
                _rest = _words[_word];
            }
            Current = (_word << 6) + BitOperations.TrailingZeroCount(_rest);
            _rest &= _rest - 1;
            return true;
        }
    }
}
