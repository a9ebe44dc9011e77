// nestbox-fuzz: the part of scripts/fuzz that runs Nestbox.
//
// Reads requests from standard input and answers each with a line of JSON, until the input ends. A request is a line of
// JSON (`Request`), followed by the bytes that it announces. If this process dies, the request without an answer is the
// cause.

import NestboxFuzz

var server = Server()
server.run()
