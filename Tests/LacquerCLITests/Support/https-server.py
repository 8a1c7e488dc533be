"""An https server for the tests of downloads: https-server.py CERTIFICATE KEY PORTFILE LOG

Goes on in the background, and writes its port and its process to PORTFILE, and the path of every request with its Range header to LOG. Answers by the last letter of the
path's first part: /ranges heeds ranges, /plain does not, /endless sends 80 MB without saying how much.
"""

import http.server
import os
import ssl
import sys

certificate, key, port_file, log = sys.argv[1:]
# The test waits for the end of the process that it started, as Foundation waits for every child: by a socket that children
# begun at the same time inherit too. So the server is a grandchild that keeps none of them.
if os.fork():
    os._exit(0)
os.closerange(3, 4096)
BODY = b"not a model at all " * 100


class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        wanted = self.headers.get("Range")
        with open(log, "a") as file:
            print(self.path, wanted or "-", file=file)
        kind = self.path.split("/")[1]
        if kind == "endless":
            self.send_response(200)
            self.end_headers()
            try:
                for _ in range(80):
                    self.wfile.write(bytes(1 << 20))
            except OSError:
                pass
            return
        start = int(wanted.removeprefix("bytes=").split("-")[0]) if wanted and kind == "ranges" else 0
        if start >= len(BODY):
            self.send_error(416)
            return
        self.send_response(206 if start else 200)
        if start:
            self.send_header("Content-Range", f"bytes {start}-{len(BODY) - 1}/{len(BODY)}")
        self.send_header("Content-Length", str(len(BODY) - start))
        self.end_headers()
        self.wfile.write(BODY[start:])

    def log_message(self, *_):
        pass


server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
context.load_cert_chain(certificate, key)
server.socket = context.wrap_socket(server.socket, server_side=True)
with open(port_file + ".tmp", "w") as file:
    file.write(f"{server.server_address[1]} {os.getpid()}")
os.rename(port_file + ".tmp", port_file)
server.serve_forever()
