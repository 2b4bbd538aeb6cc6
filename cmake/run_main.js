// Appended to the glue of a program for Node: an ES module only exports the program, this starts it with
// the environment that Node was given.
await program({ preRun: (module) => { if (module.ENV) Object.assign(module.ENV, process.env); } });
