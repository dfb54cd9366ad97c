#!/usr/bin/env python3
"""Carries out the steps of a layout on a real QEMU, and says where it answers otherwise than planned.

  steps.py                      starts QEMU with the layout's command line, its CPUs stopped, and plays the part of the
                                guest's ACPI code, so that no guest is needed
  steps.py --qemu "CMD"         the same with another QEMU than qemu-system-x86_64 of the PATH
  steps.py --qmp SOCKET         on a QEMU that runs already with that command line, and a guest that answers by itself;
                                it listens on SOCKET (-qmp unix:SOCKET,server,wait=off)
  --wait SECONDS                how long a guest may take to answer (30)
  --reserve-nothing             backends reserve no memory of the host, which may be smaller than the layout

Ends with 0 if all is as planned, 1 if something differs, 2 if QEMU cannot be asked.
"""
import argparse
import json
import shlex
import socket
import subprocess
import sys
import time

PLAN = json.loads(r"""@PLAN@""")

# The memory-hotplug registers (docs/specs/acpi_mem_hotplug.rst).
SELECT, OST_EVENT, OST_STATUS, FLAGS = 0xA00, 0xA04, 0xA08, 0xA14
REMOVED_SEEN, EJECT = 4, 8
EJECT_REQUESTED, BUSY = 3, 130


class Left(Exception):
    """QEMU is gone."""


class Monitor:
    def __init__(self, sock):
        self.sock, self.lines, self.events = sock, sock.makefile("r", encoding="utf-8"), []
        self.read()
        self.ask('{"execute": "qmp_capabilities"}')

    def read(self, timeout=60.0):
        self.sock.settimeout(timeout)
        line = self.lines.readline()
        if line == "":
            raise Left("QEMU closed its monitor")
        return json.loads(line)

    def ask(self, command):
        self.sock.sendall(command.encode() + b"\n")
        while True:
            message = self.read()
            if "event" in message:
                self.events.append(message)
            elif "return" in message or "error" in message:
                return message

    def wait(self, wanted, seconds):
        """The first event that is wanted, or nothing."""
        end = time.monotonic() + seconds
        while True:
            for event in self.events:
                if wanted(event):
                    self.events.remove(event)
                    return event
            if time.monotonic() > end:
                return None
            # Asking brings the events that have come meanwhile.
            self.ask('{"execute": "query-status"}')
            time.sleep(0.02)


class Registers:
    """What the guest's ACPI code does, over QEMU's qtest protocol."""

    def __init__(self, process):
        self.process = process

    def write(self, letter, port, value):
        self.process.stdin.write(f"out{letter} {port:#x} {value:#x}\n")
        self.process.stdin.flush()
        while True:
            line = self.process.stdout.readline()
            if line == "":
                raise Left("QEMU ended")
            if not line.startswith("IRQ"):
                return

    def release(self, slot):
        self.write("l", SELECT, slot)
        self.write("b", FLAGS, REMOVED_SEEN)
        self.write("b", FLAGS, EJECT)

    def refuse(self, slot):
        self.write("l", SELECT, slot)
        self.write("l", OST_EVENT, EJECT_REQUESTED)
        self.write("l", OST_STATUS, BUSY)
        self.write("b", FLAGS, REMOVED_SEEN)


class Run:
    def __init__(self, monitor, registers, options):
        self.monitor, self.registers, self.options = monitor, registers, options
        self.different = self.compared = 0
        # Devices as planned, by id, or by address where they have none.
        self.devices = {}
        # Devices with a size that no guest gave them here.
        self.unplayed = set()

    def differs(self, what, got, planned):
        self.different += 1
        print(f"    DIFFERS  {what}\n      QEMU     {got}\n      planned  {planned}")

    def ask(self, command, planned):
        if self.options.reserve_nothing:
            command = without_reservation(command)
        reply = self.monitor.ask(command)
        got = reply["error"]["desc"] if "error" in reply else None
        print(f"    {command}\n      {'done' if got is None else got}")
        is_played = not any(f'"{name}"' in command for name in self.unplayed)
        if planned is not False and is_played:
            self.compared += 1
            if got != planned:
                self.differs("the reply", got or "no error", planned or "no error")

    def gone(self, device, slot, needs):
        """Whether what follows can still be as planned."""
        wanted = lambda event: event["event"] == "DEVICE_DELETED" and event["data"].get("device", "") == device
        if self.registers is not None:
            if needs != "acpi":
                print(f"    {device} leaves through PCI hotplug, which needs a guest: no more is compared")
                return False
            self.registers.release(slot)
        if self.monitor.wait(wanted, self.options.wait) is None:
            self.differs("the guest", f"keeps {device}", f"lets {device} go")
        return True

    def act(self, action):
        if "ask" in action:
            self.ask(action["ask"], action["error"])
        elif "gone" in action:
            return self.gone(action["gone"], action["slot"], action["needs"])
        elif "stays" in action and self.registers is not None and action["needs"] == "acpi":
            self.registers.refuse(action["slot"])
        elif "size" in action and self.registers is not None:
            self.unplayed.add(action["size"])
        elif "guest" in action and self.registers is None:
            print(f"    in the guest: {action['guest']}")
            if sys.stdin.isatty():
                input("    press Enter once that is done: ")
        return True

    def check(self, step):
        for name in step.get("left", []):
            self.devices.pop(name, None)
        self.devices.update(step.get("there", {}))
        listed = {name_of(item["data"]): item["data"] for item in self.monitor.ask(LIST)["return"]}
        for name in sorted(set(listed) ^ set(self.devices)):
            self.differs(name, "is there" if name in listed else "is not there", "is there" if name in self.devices else "is not there")
        for name in sorted(set(listed) & set(self.devices)):
            for key, value in self.devices[name].items():
                self.compared += 1
                if listed[name].get(key) != value:
                    self.differs(f"{key} of {name}", shown(key, listed[name].get(key)), shown(key, value))

    def steps(self):
        self.check(PLAN["boot"])
        for step in PLAN["steps"]:
            print(f"{step['step']} {step['what']}")
            for action in step["do"]:
                if not self.act(action):
                    return
            self.check(step)


LIST = '{"execute": "query-memory-devices"}'


def name_of(data):
    return data.get("id") or shown("addr", data.get("addr", data.get("memaddr")))


def shown(key, value):
    return f"{value:#x}" if key.endswith("addr") and isinstance(value, int) else json.dumps(value)


def without_reservation(command):
    try:
        parsed = json.loads(command)
    except ValueError:
        return command
    arguments = parsed.get("arguments") if isinstance(parsed, dict) else None
    if parsed.get("execute") != "object-add" or not isinstance(arguments, dict):
        return command
    if not str(arguments.get("qom-type")).startswith("memory-backend-"):
        return command
    return json.dumps({**parsed, "arguments": {"reserve": False, **arguments}})


def words_of(options):
    if not options.reserve_nothing:
        return PLAN["qemu"]
    words = PLAN["qemu"]
    return [
        f"{word},reserve=off"
        if at > 0 and words[at - 1] == "-object" and word.startswith("memory-backend-") and ",reserve=" not in word
        else word
        for at, word in enumerate(words)
    ]


def start(options):
    ours, theirs = socket.socketpair()
    number = theirs.fileno()
    probe = ["-accel", "qtest", "-qtest", "stdio", "-qtest-log", "/dev/null", "-display", "none", "-nodefaults", "-S"]
    monitor = ["-chardev", f"socket,id=physmapchr,fd={number}", "-object", "monitor-qmp,id=physmapqmp,chardev=physmapchr"]
    process = subprocess.Popen(
        [*shlex.split(options.qemu), *probe, *monitor, *words_of(options)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        pass_fds=[number],
    )
    theirs.close()
    return process, ours


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--qemu", default="qemu-system-x86_64")
    parser.add_argument("--qmp")
    parser.add_argument("--wait", type=float, default=30.0)
    parser.add_argument("--reserve-nothing", action="store_true")
    options = parser.parse_args()
    process = None
    try:
        if options.qmp is None:
            process, sock = start(options)
            run = Run(Monitor(sock), Registers(process), options)
        else:
            sock = socket.socket(socket.AF_UNIX)
            sock.connect(options.qmp)
            run = Run(Monitor(sock), None, options)
        run.steps()
    except (Left, OSError) as error:
        print(f"{error}", file=sys.stderr)
        return 2
    finally:
        if process is not None:
            process.kill()
            process.wait()
    print(f"compared {run.compared}: {run.different} differ")
    return 1 if run.different > 0 else 0


sys.exit(main())
