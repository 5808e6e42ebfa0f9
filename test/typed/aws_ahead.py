"""The AWS CLI (version 1), loaded once: `aws` is then a fork of it, and not half a second of imports each time.

server SOCKET: loads it and answers; prints the interpreter's path when it is ready, and ends with its standard input.
run SOCKET ARGUMENT...: what `aws ARGUMENT...` does, with this process's environment, folder and outputs.
"""

import json
import os
import signal
import socket
import sys

MOST = 1 << 20
SERVICES = "cloudformation cloudwatch dynamodb lambda sns sqs stepfunctions sts vpc-lattice".split()


def warm(loader):
    for service in SERVICES:
        for kind in ["service-2", "endpoint-rule-set-1"]:
            loader.load_service_model(service, kind)
    for name in ["endpoints", "partitions", "cli"]:
        loader.load_data(name)


def serve(path):
    from awscli.clidriver import create_clidriver

    driver = create_clidriver()
    warm(driver.session.get_component("data_loader"))
    server = socket.socket(socket.AF_UNIX)
    server.bind(path)
    server.listen()
    print(sys.executable, flush=True)
    serving = os.fork()
    if serving > 0:
        sys.stdin.read()
        os.kill(serving, signal.SIGKILL)
        return
    while True:
        connection, _ = server.accept()
        if os.fork() == 0:
            server.close()
            answer(connection, driver)
        connection.close()
        # Those that have ended.
        while os.waitpid(-1, os.WNOHANG)[0] > 0:
            pass


def answer(connection, driver):
    asked, fds, _, _ = socket.recv_fds(connection, MOST, 2)
    told = json.loads(asked)
    for number, fd in enumerate(fds, 1):
        os.dup2(fd, number)
    # It finds its own data by this one, which it has set.
    data = os.environ["AWS_DATA_PATH"]
    os.environ.clear()
    os.environ.update({**told["env"], "AWS_DATA_PATH": data})
    os.chdir(told["cwd"])
    sys.argv = ["aws", *told["args"]]
    status = driver.main(told["args"])
    sys.stdout.flush()
    sys.stderr.flush()
    connection.sendall(bytes([status]))
    os._exit(0)


def run(path, args):
    connection = socket.socket(socket.AF_UNIX)
    connection.connect(path)
    told = {"args": args, "env": dict(os.environ), "cwd": os.getcwd()}
    socket.send_fds(connection, [json.dumps(told).encode()], [1, 2])
    status = connection.recv(1)
    sys.exit(status[0] if status else 255)


if sys.argv[1] == "server":
    serve(sys.argv[2])
else:
    run(sys.argv[2], sys.argv[3:])
