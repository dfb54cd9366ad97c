#!/usr/bin/env python3
"""Checks a plan of physmap against a real QEMU: starts it with the layout's command line, its CPUs stopped, reads the files that it
hands to firmware, and prints the first byte that is not as planned.

  check-plan.py                      with the qemu-system-x86_64 of the PATH
  check-plan.py --qemu "CMD"         with another one; CMD may be several words
  check-plan.py --reserve-nothing    backends reserve no memory of the host, which may be smaller than the layout
  check-plan.py --save FOLDER        also writes the files as QEMU has them

Ends with 0 if all is as planned, 1 if something differs, 2 if QEMU cannot be asked.
"""
import argparse
import json
import os
import re
import shlex
import struct
import subprocess
import sys
import tempfile

PLAN = json.loads(r"""@PLAN@""")

# docs/specs/fw_cfg.rst: the address register of the DMA interface, high half first; a control word asks for what is wanted.
DMA_HIGH, DMA_LOW = 0x514, 0x518
READ, SELECT = 0x02, 0x08
DIRECTORY = 0x19
# Guest memory that holds the request and what it reads: RAM on every PC.
REQUEST_AT, DATA_AT, AT_ONCE = 0x10000, 0x20000, 0x40000
E820_ENTRY = 20
TYPES = {1: "usable", 2: "reserved", 3: "ACPI data", 4: "ACPI NVS", 5: "unusable", 7: "persistent", 0xEFFFFFFF: "soft reserved"}


class Gone(Exception):
    """QEMU ended."""


class Guest:
    """The machine as its own devices see it, over QEMU's qtest protocol."""

    def __init__(self, process):
        self.process = process

    def ask(self, line):
        try:
            self.process.stdin.write(line + "\n")
            self.process.stdin.flush()
        except OSError:
            raise Gone from None
        while True:
            answer = self.process.stdout.readline()
            if answer == "":
                raise Gone
            if not answer.startswith("IRQ"):
                return answer.split()

    def item(self, key, length):
        """Bytes of one fw_cfg item."""
        read = b""
        while len(read) < length:
            count = min(length - len(read), AT_ONCE)
            control = READ if read else key << 16 | SELECT | READ
            request = struct.pack(">IIQ", control, count, DATA_AT)
            self.ask(f"write {REQUEST_AT:#x} {len(request):#x} 0x{request.hex()}")
            self.ask(f"outl {DMA_HIGH:#x} 0x0")
            # The register is big-endian.
            self.ask(f"outl {DMA_LOW:#x} {int.from_bytes(struct.pack('>I', REQUEST_AT), 'little'):#x}")
            read += bytes.fromhex(self.ask(f"read {DATA_AT:#x} {count:#x}")[1][2:])
        return read

    def directory(self):
        count = struct.unpack(">I", self.item(DIRECTORY, 4))[0]
        entries = {}
        for size, key, _, name in struct.iter_unpack(">IHH56s", self.item(DIRECTORY, 4 + 64 * count)[4:]):
            entries[name.split(b"\0")[0].decode("latin-1")] = (key, size)
        return entries


def tables_of(rsdp, blob):
    """ACPI tables by signature. Until firmware has run the loader's script, pointers are offsets into the blob."""
    wide = len(rsdp) >= 36
    root = struct.unpack_from("<Q" if wide else "<I", rsdp, 24 if wide else 16)[0]
    end = root + struct.unpack_from("<I", blob, root + 4)[0]
    found = {}
    for at in range(root + 36, end, 8 if wide else 4):
        start = struct.unpack_from("<Q" if wide else "<I", blob, at)[0]
        length = struct.unpack_from("<I", blob, start + 4)[0]
        found[blob[start : start + 4].decode("latin-1")] = blob[start : start + length]
    return found


def read_files(guest):
    directory = guest.directory()
    read = lambda name: guest.item(*directory[name]) if name in directory else None
    files = {file["name"]: read(file["name"]) for file in PLAN["files"] if "/" in file["name"]}
    rsdp, blob = read("etc/acpi/rsdp"), read("etc/acpi/tables")
    tables = tables_of(rsdp, blob) if rsdp and blob else {}
    for name in ("SRAT", "SLIT", "HMAT"):
        files[name] = tables.get(name)
    for name in ("etc/e820", "etc/reserved-memory-end"):
        files.setdefault(name, read(name))
    return {name: content for name, content in files.items() if content is not None}


def entry_text(content, index):
    entry = content[index * E820_ENTRY : (index + 1) * E820_ENTRY]
    if len(entry) < E820_ENTRY:
        return "no such entry"
    start, length, kind = struct.unpack("<QQI", entry)
    return f"{start:#x}-{start + length - 1:#x} {TYPES.get(kind, f'type {kind:#x}')}"


def place_text(file, offset, planned, found):
    """What the byte belongs to."""
    label = next((f"{label}, byte {offset - at}" for at, length, label in file["fields"] if at <= offset < at + length), "")
    if file["name"] != "etc/e820":
        return [f"    in        {label}"] if label else []
    index = offset // E820_ENTRY
    field = ("start", "start", "length", "length", "type")[offset % E820_ENTRY // 4]
    return [
        f"    in        entry {index}, {field}",
        f"    planned   {entry_text(planned, index)}",
        f"    QEMU      {entry_text(found, index)}",
    ]


def compare(file, found):
    """Whether the file is as planned."""
    name, planned = file["name"], bytes.fromhex(file["bytes"])
    if found is None:
        print(f"{name}: planned, and QEMU has none")
        return False
    if found == planned:
        print(f"{name}: equal, {len(planned)} bytes")
        return True
    same = len(os.path.commonprefix([planned, found]))
    byte = lambda content: f"{content[same]:#04x}" if same < len(content) else "the end of the file"
    print(f"{name}: differs at offset {same} ({same:#x})")
    print(f"    planned   {byte(planned)} of {len(planned)} bytes\n    QEMU      {byte(found)} of {len(found)} bytes")
    print("\n".join(place_text(file, same, planned, found)))
    return False


def compare_all(files):
    equal = [compare(file, files.get(file["name"])) for file in PLAN["files"]]
    planned = {file["name"] for file in PLAN["files"]}
    extra = sorted(set(files) - planned)
    for name in extra:
        print(f"{name}: QEMU has one of {len(files[name])} bytes, and none is planned")
    return all(equal) and not extra


PREFIX = re.compile(r"^\S*qemu-system-\w+: ?")
# Of the host, not of the layout.
NO_ROOM = re.compile(r"Cannot allocate memory|failed to create memfd|unable to map backing store|can't open backing store|No such file")


def complaint_of(stderr):
    """What QEMU printed, without warnings and its own name."""
    lines = [line for line in stderr.splitlines() if line and "warning: " not in line and not line.startswith("Please use ")]
    return "\n".join(PREFIX.sub("", line) for line in lines)


def compare_refusal(code, stderr):
    said = complaint_of(stderr)
    if PLAN["error"] is None:
        print(f"QEMU does not start, and the plan says that it does:\n  {said or f'it ended with {code}'}")
        return 2 if NO_ROOM.search(said) else 1
    # What follows the place in the command line is the complaint itself.
    if said == PLAN["error"]:
        print(f"equal: QEMU does not start, as planned: {said}")
        return 0
    print(f"QEMU does not start, as planned, but says\n  {said}\nand not\n  {PLAN['error']}")
    return 1


def words_of(options):
    words = PLAN["qemu"]
    if not options.reserve_nothing:
        return words
    return [
        f"{word},reserve=off"
        if at > 0 and words[at - 1] == "-object" and word.startswith("memory-backend-") and ",reserve=" not in word
        else word
        for at, word in enumerate(words)
    ]


PROBE = ["-accel", "qtest", "-qtest", "stdio", "-qtest-log", "/dev/null", "-display", "none", "-nodefaults", "-S"]
# The plan counts with a monitor: objects take part in the order in which QEMU lists devices. Before 11.1 monitors are no objects.
MONITOR = ["-chardev", "null,id=physmapchr", "-object", "monitor-qmp,id=physmapqmp,chardev=physmapchr"]


def check(options, monitor=MONITOR):
    with tempfile.TemporaryFile("w+") as errors:
        command = [*shlex.split(options.qemu), *PROBE, *monitor, *words_of(options)]
        try:
            process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=errors, text=True)
        except OSError as error:
            print(f"QEMU cannot be started: {error}", file=sys.stderr)
            return 2
        try:
            files = read_files(Guest(process))
        except Gone:
            code = process.wait()
            errors.seek(0)
            stderr = errors.read()
            if monitor and "monitor-qmp" in stderr:
                return check(options, [])
            return compare_refusal(code, stderr)
        finally:
            process.kill()
            process.wait()
            for stream in (process.stdin, process.stdout):
                try:
                    stream.close()
                except OSError:
                    pass
    if options.save is not None:
        os.makedirs(options.save, exist_ok=True)
        for name, content in files.items():
            with open(os.path.join(options.save, name.split("/")[-1].lower() + ".bin"), "wb") as out:
                out.write(content)
    if PLAN["error"] is not None:
        print(f"QEMU starts, and the plan says that it does not:\n  {PLAN['error']}")
        return 1
    if not compare_all(files):
        return 1
    print("equal: all is as planned")
    return 0


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--qemu", default="qemu-system-x86_64")
    parser.add_argument("--reserve-nothing", action="store_true")
    parser.add_argument("--save")
    sys.exit(check(parser.parse_args()))


main()
