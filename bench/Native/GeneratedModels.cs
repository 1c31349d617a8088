using System.Text;

namespace OpenVinoFlow.Benchmarks.Native;

/// <summary>Networks for measuring the binding, which need no files of their own.</summary>
internal static class GeneratedModels
{
    /// <summary>A network that does next to nothing, so that what is measured is the way to it and back.</summary>
    public static T Empty<T>(Func<string, T> load) => Load("empty", "1,4", steps: 0, load);

    /// <summary>Eight "images" of 256 x 256 numbers, each multiplied with itself several times.</summary>
    public static T EightImages<T>(Func<string, T> load) => Load("eight", "8,1,256,256", steps: 8, load);

    /// <summary>y = relu(x x ... x): a file as long as it is loaded.</summary>
    private static T Load<T>(string name, string shape, int steps, Func<string, T> load)
    {
        string port = $"precision=\"FP32\"{{0}}>{string.Concat(shape.Split(',').Select(static size => $"<dim>{size}</dim>"))}</port>";
        var layers = new StringBuilder($"<layer id=\"0\" name=\"x\" type=\"Parameter\" version=\"opset1\"><data shape=\"{shape}\" element_type=\"f32\"/><output>{Port(0, " names=\"x\"")}</output></layer>");
        var edges = new StringBuilder();
        for (int id = 1; id <= steps; id++)
        {
            layers.Append($"<layer id=\"{id}\" name=\"product{id}\" type=\"MatMul\" version=\"opset1\"><data transpose_a=\"false\" transpose_b=\"false\"/><input>{Port(0)}{Port(1)}</input><output>{Port(2)}</output></layer>");
            Connect(id - 1, id == 1 ? 0 : 2, id, 0);
            Connect(0, 0, id, 1);
        }

        layers.Append($"<layer id=\"{steps + 1}\" name=\"relu\" type=\"ReLU\" version=\"opset1\"><input>{Port(0)}</input><output>{Port(1, " names=\"y\"")}</output></layer>");
        layers.Append($"<layer id=\"{steps + 2}\" name=\"result\" type=\"Result\" version=\"opset1\"><input>{Port(0)}</input></layer>");
        Connect(steps, steps == 0 ? 0 : 2, steps + 1, 0);
        Connect(steps + 1, 1, steps + 2, 0);

        string path = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.xml");
        File.WriteAllText(path, $"<?xml version=\"1.0\"?><net name=\"{name}\" version=\"11\"><layers>{layers}</layers><edges>{edges}</edges></net>");
        try
        {
            return load(path);
        }
        finally
        {
            File.Delete(path);
        }

        string Port(int id, string names = "") => $"<port id=\"{id}\" {string.Format(null, port, names)}";

        void Connect(int from, int fromPort, int to, int toPort) =>
            edges.Append(null, $"<edge from-layer=\"{from}\" from-port=\"{fromPort}\" to-layer=\"{to}\" to-port=\"{toPort}\"/>");
    }
}
