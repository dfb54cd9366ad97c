/**
 * What layouts usually say, for the compression of links of version 1: text that a link repeats from here costs a few bits. Each
 * byte of it is part of that version. It never changes; a better one needs version 2.
 */
const TEXT = [
  '"extra":{"bus":"pcie.0","chassis":"1","port":"0","slot":"2","bus_nr":"12","host":"0000:"}},{"kind":"other","driver":"',
  'pcie-root-port","id":"rp1"vfio-pcivirtio-net-pcivirtio-blk-pcie1000cxl-rpcxl-type3","id":"',
  'pxb-cxl","id":"cxl.1"pxb-pcie"volatile-memdev":"acpi-generic-initiatoracpi-generic-portpci-devnode',
  '"globals":[{"driver":"","property":"","value":""}],"options":[{"name":"accel","value":"kvm"},{"name":"nographic"},',
  '{"name":"display","value":"none"},{"name":"bios"driveif=pflash,format=raw,readonly=on,file=/usr/share/OVMF/OVMF_CODE.fd',
  '{"name":"netdev","value":"user,id=net0"{"name":"kernel"{"name":"append"{"name":"monitor"{"name":"serial","value":"stdio"',
  '"host":{"title":"","physBits":46,"ranges":[{"start":0,"size":0,"type":1,"node":0,"title":""}]},',
  '"boot":{"firmware":"seabios""ovmf","kernel":"7.2","append":"console=ttyS0 memmap=efi_fake_mem="},',
  '"events":[{"do":"plug","title":"","device":{"kind":"pc-dimm","id":"dimm1"},"backend":{"id":""}}]}',
  '"hmatCaches":[{"node":0,"size":0,"level":1,"associativity":"direct""complex""none","policy":"write-back""write-through","line":64}],',
  '"hmat":[{"initiator":0,"target":0,"hierarchy":"memory""first-level""second-level""third-level",',
  '"dataType":"access-latency""read-latency""write-latency""access-bandwidth""read-bandwidth""write-bandwidth","value":10},{"initiator":',
  '"cpuAssignments":[{"node":0,"socket":0,"die":0,"module":0,"core":0,"thread":0}],',
  '"distances":[{"from":0,"to":1,"value":10},{"from":0,"to":1,"value":12},{"from":0,"to":1,"value":20},{"from":1,"to":2,"value":21},{"from":',
  '"objects":[{"type":"","id":""}],"acpi":false,"hmat":true,"cxl":true,"cxlWindows":[{"targets":["cxl.1"],"size":4294967296,"granularity":256}],',
  '"maxRamBelow4g":2147483648,"pciHole64Size":8796093022208,"memoryBackend":"ram0","oemId":"","oemTableId":""',
  '"smp":{"cpus":1,"maxcpus":2,"sockets":2,"dies":1,"modules":1,"cores":4,"threads":1},"cpu":{"model":"max"},',
  '"vendor":"AuthenticAMD""GenuineIntel","longMode":false,"x2apic":true,"features":["+',
  'Skylake-ServerSapphireRapidsCascadelake-ServerIcelake-ServerEPYC-MilanEPYC-GenoaEPYC-Rome',
  '"type":"memfd","size":,"share":true,"reserve":false,"path":"/dev/shm/","align":2097152,"hugetlb":true,"hugetlbSize":1073741824}',
  '"type":"file""type":"shm"{"kind":"virtio-pmem","id":"vp1","memdev":"{"kind":"nvdimm","id":"nv1","memdev":"","labelSize":131072,"unarmed":true,"uuid":"',
  '{"kind":"virtio-mem","id":"vm1","memdev":"m1","addr":4294967296,"blockSize":2097152,"requestedSize":0,"unpluggedInaccessible":"auto",',
  '"prealloc":false,"dynamicMemslots":true},{"kind":"pc-dimm","id":"dimm1","memdev":"m1","node":0,"slot":0,"addr":6442450944},',
  '"cpus":[{"first":0,"last":3}],"initiator":0},{"id":1,"memdev":"r1","cpus":[{"first":4,"last":7}]},',
  '536870912,134217728,268435456,1073741824,2147483648,3221225472,4294967296,8589934592,17179869184,34359738368,51539607552,',
  '103079215104,274877906944,549755813888,824633720832,1099511627776,1236950581248,1924145348608,2199023255552,4398046511104,206158430208,',
  '{"format":1,"title":" GPUs APUs nodes HBM VM with each as SPM","dialect":"spm-v","machine":{"type":"pc","version":"10.2"},',
  '"machine":{"type":"q35","nvdimm":true},"cpu":{"model":"EPYC","physBits":48},"memory":{"size":68719476736,"slots":4,"maxmem":618475290624},',
  '"backends":[{"id":"r0","type":"ram","size":68719476736},{"id":"hbm1","type":"ram","size":137438953472},{"id":"hbm2","type":"ram","size":137438953472}],',
  '"nodes":[{"id":0,"memdev":"r0"},{"id":1},{"id":2},{"id":3},{"id":4},{"id":5},{"id":6},{"id":7},{"id":8}],',
  '"devices":[{"kind":"sp-mem","id":"sp1","memdev":"hbm1","node":1},{"kind":"sp-mem","id":"sp2","memdev":"hbm2","node":2}]}',
].join('');

/** ASCII only, so that characters are bytes. */
export const dictionary: Uint8Array = Uint8Array.from(TEXT, (character) => character.charCodeAt(0));
