namespace OpenVinoFlow.Quickstart.Generator.Drawing;

/// <summary>What a picture shows: the classes of the network, in the order of its outputs.</summary>
internal enum Shape
{
    Arrow,
    Circle,
    Cross,
    Heart,
    Ring,
    Square,
    Star,
    Triangle,
}
