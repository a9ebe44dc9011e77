// nestbox-fuzz: the part of scripts/fuzz that runs Nestbox.
//
// Reads requests from standard input and answers each with a line of JSON, until the input ends. A request is a line of
// JSON (`Request`) and the bytes that it announces. If this process ends by itself, the request without an answer is
// what ended it.

import FuzzKit

var server = Server()
server.run()
