import Nestbox
import WASIHost

HostProcess.prepare()
HostProcess.end(CommandLineTool.run(HostProcess.arguments.dropFirst().map { Word($0) }))
