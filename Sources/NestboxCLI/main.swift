import Nestbox
import WASIHost

HostProcess.prepare()
HostProcess.end(CommandLineTool.run(Array(CommandLine.arguments.dropFirst())))
