// Appended to the glue of a program for Node: an ES module only exports the program, this starts it.
await program();
