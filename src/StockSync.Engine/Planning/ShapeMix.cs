namespace StockSync.Engine.Planning;

/// <summary>
/// Which days to ask for whole; what is missing on the others is asked for stock by stock. That is the covering of the set cells of a matrix
/// by rows and columns at the least price. Instead of the exact minimum (a flow through millions of cells) all prefixes of two orders are
/// priced: the days that lack most stocks first, and the stocks that lack most days first. Both pure shapes are among them.
/// </summary>
/// <param name="missing">What is to be asked for.</param>
/// <param name="days">What each day brings as a market day.</param>
/// <param name="stocks">What each stock brings as a range; with market days taken out of it, it is that or less.</param>
/// <param name="price">The price of some work.</param>
sealed class ShapeMix(MissingMatrix missing, BarWork[] days, BarWork[] stocks, Func<BarWork, WorkPrice> price)
{
    // For less than this share a plan of two shapes is not worth it.
    const double LeastGain = 0.02;

    /// <summary>True for each day that is asked for whole.</summary>
    public bool[] Choose()
    {
        int[] lacking = new int[missing.Days.Count];
        int[] lacked = new int[missing.Stocks];
        for (int d = 0; d < lacking.Length; d++)
        {
            lacking[d] = missing.Count(d);
            foreach (int s in missing.Of(d))
                lacked[s]++;
        }
        int[] dayOrder = Order(lacking);
        int[] stockOrder = Order(lacked);
        int[] lastStock = LastStocks(stockOrder);
        // Taking no day leaves StockRange alone, taking no stock MarketDay alone.
        var byDays = Sweep(dayOrder, days, LastDays(dayOrder), stocks);
        var byStocks = Sweep(stockOrder, stocks, lastStock, days);
        var (pureRange, pureMarket) = (byDays[0], byStocks[0]);
        var pure = pureMarket <= pureRange ? pureMarket : pureRange;
        int bestDays = Cheapest(byDays);
        int bestStocks = Cheapest(byStocks);

        bool[] chosen = new bool[lacking.Length];
        if (byDays[bestDays] <= byStocks[bestStocks] && byDays[bestDays].IsWorth(pure, LeastGain))
        {
            foreach (int d in dayOrder.AsSpan(0, bestDays))
                chosen[d] = true;
        }
        else
        {
            int taken = byStocks[bestStocks].IsWorth(pure, LeastGain) ? bestStocks : pureMarket <= pureRange ? 0 : stockOrder.Length;
            for (int d = 0; d < chosen.Length; d++)
                chosen[d] = lastStock[d] >= taken;
        }
        return WithoutCovered(chosen);
    }

    static int Cheapest(WorkPrice[] prices)
    {
        int best = 0;
        for (int i = 1; i < prices.Length; i++)
        {
            if (prices[i].CompareTo(prices[best]) < 0)
                best = i;
        }
        return best;
    }

    static int[] Order(int[] counts)
    {
        int[] order = [.. Enumerable.Range(0, counts.Length).Where(i => counts[i] > 0)];
        Array.Sort(order, (left, right) => counts[right] != counts[left] ? counts[right].CompareTo(counts[left]) : left.CompareTo(right));
        return order;
    }

    // For each stock the place in the order of the last day that lacks it: after that prefix nothing of it is left. -1 where nothing is missing.
    int[] LastDays(int[] order)
    {
        int[] last = new int[missing.Stocks];
        Array.Fill(last, -1);
        for (int rank = 0; rank < order.Length; rank++)
        {
            foreach (int s in missing.Of(order[rank]))
                last[s] = rank;
        }
        return last;
    }

    int[] LastStocks(int[] order)
    {
        int[] rank = new int[missing.Stocks];
        for (int i = 0; i < order.Length; i++)
            rank[order[i]] = i;
        int[] last = new int[missing.Days.Count];
        for (int d = 0; d < last.Length; d++)
        {
            last[d] = -1;
            foreach (int s in missing.Of(d))
                last[d] = Math.Max(last[d], rank[s]);
        }
        return last;
    }

    // The price of each prefix of one side with what it leaves of the other.
    WorkPrice[] Sweep(int[] order, BarWork[] taken, int[] last, BarWork[] left)
    {
        var leaving = new BarWork[order.Length];
        var rest = default(BarWork);
        for (int i = 0; i < last.Length; i++)
        {
            if (last[i] < 0)
                continue;
            leaving[last[i]] += left[i];
            rest += left[i];
        }
        var prices = new WorkPrice[order.Length + 1];
        var work = default(BarWork);
        prices[0] = price(rest);
        for (int k = 0; k < order.Length; k++)
        {
            work += taken[order[k]];
            rest -= leaving[k];
            prices[k + 1] = price(work + rest);
        }
        return prices;
    }

    // A day all of whose missing stocks are asked for anyway, because other days lack them too, need not be asked for itself.
    bool[] WithoutCovered(bool[] chosen)
    {
        var asked = new ulong[(missing.Stocks + 63) / 64];
        for (int d = 0; d < chosen.Length; d++)
        {
            if (chosen[d])
                continue;
            var row = missing.Row(d);
            for (int w = 0; w < row.Length; w++)
                asked[w] |= row[w];
        }
        for (int d = 0; d < chosen.Length; d++)
        {
            bool isNeeded = false;
            var row = missing.Row(d);
            for (int w = 0; w < row.Length; w++)
                isNeeded |= (row[w] & ~asked[w]) != 0;
            chosen[d] &= isNeeded;
        }
        return chosen;
    }
}
