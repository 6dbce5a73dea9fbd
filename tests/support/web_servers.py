"""Servers of files on loopback: nginx, Python's own, a WebDAV server, a store that speaks S3."""

import functools
import http.server
import logging
import os
import shutil
import subprocess
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.support.ssh_server import free_port, wait_for

_NGINX = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
_NGINX_CONFIGURATION = """
daemon off; worker_processes 1; pid {folder}/pid; error_log stderr crit; {user}
events {{ worker_connections 64; }}
http {{
    access_log off; default_type application/octet-stream;
    client_body_temp_path {folder}/t1; proxy_temp_path {folder}/t2; fastcgi_temp_path {folder}/t3; uwsgi_temp_path {folder}/t4;
    scgi_temp_path {folder}/t5;
    server {{
        listen 127.0.0.1:{port}; charset utf-8;
        location / {{ root {share}; autoindex on; }}
        location /locked/ {{ alias {share}/; autoindex on; auth_basic "ward"; auth_basic_user_file {folder}/users; }}
        location /bearer/ {{ alias {share}/; autoindex on; if ($http_authorization != "Bearer {token}") {{ return 401; }} }}
        location /query/ {{ alias {share}/; autoindex on; if ($arg_sig != "{token}") {{ return 403; }} }}
        location /moved/ {{ return 302 http://127.0.0.1:{port}/login.html; }}
        location /broken/ {{ return 503; }}
    }}
}}
"""
USER, PASSWORD, TOKEN = "phuong", "Mật khẩu/@7", "S3CRET-token-of-the-share-0123456789"


@contextmanager
def nginx_server(folder: Path, share: Path) -> Iterator[str]:
    """The address of its root. Below ``/locked/`` the same behind a password, below ``/bearer/`` and ``/query/`` behind a token."""
    if _NGINX is None:
        pytest.skip("no nginx is installed")
    port = free_port()
    hashed = subprocess.run(["openssl", "passwd", "-6", "-stdin"], input=PASSWORD, capture_output=True, text=True, check=True).stdout
    (folder / "users").write_text(f"{USER}:{hashed}")
    user = "user root;" if os.getuid() == 0 else ""
    text = _NGINX_CONFIGURATION.format(folder=folder, share=share, port=port, token=TOKEN, user=user)
    (folder / "nginx.conf").write_text(text)
    process = subprocess.Popen([_NGINX, "-p", str(folder), "-c", str(folder / "nginx.conf")], stdin=subprocess.DEVNULL)
    try:
        wait_for(port)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(10)


@contextmanager
def threaded(server: http.server.HTTPServer) -> Iterator[str]:
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        thread.join(5)
        server.server_close()


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_: Any) -> None:
        """Nothing."""


@contextmanager
def python_server(share: Path) -> Iterator[str]:
    handler = functools.partial(_Quiet, directory=str(share))
    with threaded(http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)) as address:
        yield address


@contextmanager
def answering_server(answers: Mapping[str, tuple[int, dict[str, str], bytes]]) -> Iterator[str]:
    """A server that answers as it is told, by path: status, headers, body; HTTP/1.0, so that a body without a length ends with the line."""

    class Answering(_Quiet):
        def do_GET(self) -> None:
            status, headers, body = answers.get(self.path, (404, {}, b""))
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.end_headers()
            if self.command == "GET":
                self.wfile.write(body)

        do_HEAD = do_GET

    with threaded(http.server.ThreadingHTTPServer(("127.0.0.1", 0), Answering)) as address:
        yield address


@contextmanager
def webdav_server(share: Path) -> Iterator[str]:
    from cheroot.wsgi import Server
    from wsgidav.wsgidav_app import WsgiDAVApp

    logging.getLogger("wsgidav").setLevel(logging.CRITICAL)
    port = free_port()
    configuration = {
        "provider_mapping": {"/dav": {"root": str(share)}},
        "simple_dc": {"user_mapping": {"*": {USER: {"password": PASSWORD}}}},
        "http_authenticator": {"accept_digest": False, "default_to_digest": False},
        "property_manager": True,
        "lock_storage": True,
        "logging": {"enable": False},
        "verbose": 0,
    }
    server = Server(("127.0.0.1", port), WsgiDAVApp(configuration), numthreads=4)
    thread = threading.Thread(target=server.start, daemon=True)
    thread.start()
    try:
        wait_for(port)
        yield f"webdav://127.0.0.1:{port}/dav"
    finally:
        server.stop()
        thread.join(5)


@contextmanager
def s3_server() -> Iterator[str]:
    from moto.server import ThreadedMotoServer

    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    try:
        host, port = server.get_host_and_port()
        yield f"http://{host}:{port}"
    finally:
        server.stop()
