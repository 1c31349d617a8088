Console.WriteLine("ovflow");
