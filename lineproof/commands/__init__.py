"""The commands of the command line, one module each, loaded when called; each has a click command named `command`."""
