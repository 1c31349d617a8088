namespace OpenVinoFlow.Preprocess.Resizing;

/// <summary>Two input rows and their fixed-point weights.</summary>
internal readonly record struct RowPair(int Top, int Bottom, short TopWeight, short BottomWeight);
