namespace StockSync.MarketServer;

static class MadeUpNames
{
    const string First = "华东海江南北金龙天中新成浦长安泰永兴宝通恒远瑞丰";
    const string Second = "润阳盛达信源和科利康宁发川创峰光云汇隆山城海德林";

    static readonly string[] s_trades =
        ["科技", "股份", "银行", "电子", "医药", "能源", "材料", "机械", "电力", "食品", "地产", "证券", "软件", "汽车", "化工", "钢铁"];

    /// <summary>
    /// A name for a stock. The second share of Shenzhen has the blank the real one had for years; stocks 10 and 13 have a raw
    /// line feed inside, which the service does send and a client has to bear.
    /// </summary>
    public static string Of(int number, string code, bool isSt, Dice dice)
    {
        if (code == "sz.000002" && !isSt)
            return "万 科Ａ";
        var name = $"{First[dice.For(1).Below(First.Length)]}{Second[dice.For(2).Below(Second.Length)]}";
        var trade = s_trades[dice.For(3).Below(s_trades.Length)];
        if (isSt)
            return dice.For(4).Percent(50) ? $"ST{name}" : $"*ST{name}";
        if (number is 10 or 13)
            return $"{name}\n{trade}";
        return dice.For(5).Percent(2) ? $"{name[0]} {name[1]}Ａ" : name + trade;
    }
}
