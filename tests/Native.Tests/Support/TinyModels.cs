using OpenVinoFlow.TestSupport;

namespace OpenVinoFlow.Native.Tests.Support;

/// <summary>Networks that are quick to compile and easy to check.</summary>
internal static class TinyModels
{
    /// <summary>y = 2 x + 1 over four numbers.</summary>
    public static string Affine(TemporaryFolder folder, string shape = "1,4")
    {
        var ir = new IrModel("affine");
        int x = ir.Parameter("x", shape);
        int doubled = ir.Binary("Multiply", shape, x, ir.Const("1", 2f));
        ir.Result(ir.Binary("Add", shape, doubled, ir.Const("1", 1f), "y"));
        return ir.Save(folder);
    }

    /// <summary>The same without any tensor names.</summary>
    public static string Nameless(TemporaryFolder folder)
    {
        var ir = new IrModel("nameless");
        int a = ir.Parameter("", "1,4");
        int b = ir.Parameter("", "1,4");
        ir.Result(ir.Binary("Add", "1,4", a, b));
        ir.Result(ir.Binary("Multiply", "1,4", a, b));
        return ir.Save(folder);
    }

    /// <summary>
    /// A chain of matrix products over a matrix of any size: on <see cref="Large"/> it takes a second or more, with many nodes to be
    /// cancelled between, on a small one no time.
    /// </summary>
    public static string Long(TemporaryFolder folder) => Chain(folder, "long", "?,?", 100);

    /// <summary>What keeps <see cref="Long"/> busy, however late the thread that looks at it gets its turn.</summary>
    public static Tensor Large()
    {
        var tensor = new Tensor(ElementType.F32, [1024, 1024]);
        tensor.AsSpan<float>().Clear();
        return tensor;
    }

    /// <summary>A chain of matrix products that takes tens of milliseconds, with many nodes to be cancelled between.</summary>
    public static string Slow(TemporaryFolder folder, int size = 512, int steps = 60) => Chain(folder, "slow", $"{size},{size}", steps);

    private static string Chain(TemporaryFolder folder, string name, string shape, int steps)
    {
        var ir = new IrModel(name);
        int x = ir.Parameter("x", shape);
        int current = x;
        for (int i = 0; i < steps; i++)
            current = ir.Unary("Tanh", shape, ir.MatMul(shape, current, x));

        ir.Result(ir.Unary("Relu", shape, current, "y"));
        return ir.Save(folder);
    }
}
