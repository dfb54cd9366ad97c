/** The properties that `-cpu MODEL,KEY=VALUE` and `-global cpu.KEY=VALUE` know (qom-list-properties of QEMU 11.1.3). */

const FLAGS =
  '3dnow 3dnowext 3dnowprefetch abm ace2 ace2-en acpi adx aes amd-no-ssb amd-psfd amd-ssbd amd-stibp amx-avx512 ' +
  'amx-bf16 amx-bf16-alias amx-complex amx-complex-alias amx-fp16 amx-fp16-alias amx-fp8 amx-int8 amx-int8-alias ' +
  'amx-movrs amx-tf32 amx-tile apic apx-nci-ndd-nf apxf arat arch-capabilities arch-lbr auto-ibrs avic avx ' +
  'avx-ifma avx-ne-convert avx-vnni avx-vnni-int16 avx-vnni-int8 avx10 avx10-128 avx10-256 avx10-512 ' +
  'avx10-vnni-int avx2 avx512-4fmaps avx512-4vnniw avx512-bf16 avx512-fp16 avx512-vp2intersect avx512-vpopcntdq ' +
  'avx512bitalg avx512bw avx512cd avx512dq avx512er avx512f avx512ifma avx512pf avx512vbmi avx512vbmi2 avx512vl ' +
  'avx512vnni bhi-ctrl bhi-no bmi1 bmi2 bus-lock-detect cet-ibt cet-ss check cid cldemote clflush clflushopt clwb ' +
  'clzero cmov cmp-legacy cmp_legacy cmpccxadd core-capability cpuid-0xb cr8legacy cx16 cx8 dca ddpd-u de ' +
  'decodeassists ds ds-cpl ds_cpl dtes64 enforce eraps erms est extapic f16c fb-clear fbsdp-no fdp-excptn-only ' +
  'ffxsr fill-mtrr-mask flush-l1d flushbyasid fma fma4 fpu fred fs-gs-base-ns fsgsbase fsrc fsrm fsrs ' +
  'full-width-write fxsr fxsr-opt fxsr_opt fzrm gds-no gfni gmet hle host-phys-bits ht hv-apicv hv-avic hv-crash ' +
  'hv-emsr-bitmap hv-enforce-cpuid hv-evmcs hv-frequencies hv-ipi hv-passthrough hv-reenlightenment hv-relaxed ' +
  'hv-reset hv-runtime hv-stimer hv-stimer-direct hv-syndbg hv-synic hv-time hv-tlbflush hv-tlbflush-direct ' +
  'hv-tlbflush-ext hv-vapic hv-vpindex hv-xmm-input hypervisor i64 ia64 ibpb ibpb-brtype ibrs ibrs-all ibs ' +
  'intel-psfd intel-pt intel-pt-lip invpcid invtsc ipred-ctrl its-no kvm kvm-asyncpf kvm-asyncpf-int ' +
  'kvm-asyncpf-vmexit kvm-hint-dedicated kvm-mmu kvm-msi-ext-dest-id kvm-nopiodelay kvm-poll-control ' +
  'kvm-pv-enforce-cpuid kvm-pv-eoi kvm-pv-ipi kvm-pv-sched-yield kvm-pv-tlb-flush kvm-pv-unhalt kvm-steal-time ' +
  'kvm_asyncpf kvm_asyncpf_int kvm_mmu kvm_nopiodelay kvm_poll_control kvm_pv_eoi kvm_pv_unhalt kvm_steal_time ' +
  'kvmclock kvmclock-stable-bit l3-cache la57 lahf-lm lahf_lm lam lbrv legacy-cache legacy-multi-node ' +
  'lfence-always-serializing lkgs lm lmce lwp mca mcdt-no mce md-clear mds-no misalignsse mmx mmxext monitor movbe ' +
  'movdir64b movdiri movrs mpx msr msr-imm mtrr no-nested-data-bp nodeid-msr nodeid_msr npt nrip-save nrip_save ' +
  'null-sel-clr-base nx osvw overflow-recov pae pat pause-filter pause_filter pbe pbrsb-no pcid pclmuldq pclmulqdq ' +
  'pcommit pdcm pdpe1gb perfctr-core perfctr-nb perfctr_core perfctr_nb perfmon-v2 pfthreshold pge phe phe-en pks ' +
  'pku pmm pmm-en pmu pn pni popcnt prefetchi prefetchiti pschange-mc-no psdp-no pse pse36 rdctl-no rdpid rdrand ' +
  'rdseed rdtscp rfds-clear rfds-no rrsba-ctrl rsba rtm sbdr-ssdp-no sbpb sep serialize sgx sgx-aex-notify ' +
  'sgx-debug sgx-edeccssa sgx-exinfo sgx-kss sgx-mode64 sgx-provisionkey sgx-tokenkey sgx1 sgx2 sgxlc sha-ni ' +
  'sha512 skinit skip-l1dfl-vmentry sm3 sm4 smap smep smx spec-ctrl split-lock-detect srso-no srso-user-kernel-no ' +
  'ss ssb-no ssbd sse sse2 sse3 sse4-1 sse4-2 sse4.1 sse4.2 sse4_1 sse4_2 sse4a ssse3 start-powered-off stibp ' +
  'stibp-always-on succor svm svm-lock svm_lock svme-addr-chk syscall taa-no tbm tce tcg-cpuid tm tm2 topoext ' +
  'tsa-l1-no tsa-sq-no tsc tsc-adjust tsc-deadline tsc-scale tsc_adjust tsc_scale tsx-ctrl tsx-ldtrk umip ' +
  'v-vmsave-vmload vaes verw-clear vgif virt-ssbd vmcb-clean vmcb_clean vme vmware-cpuid-freq vmx vmx-activity-hlt ' +
  'vmx-activity-shutdown vmx-activity-wait-sipi vmx-any-errcode vmx-apicv-register vmx-apicv-vid vmx-apicv-x2apic ' +
  'vmx-apicv-xapic vmx-cr3-load-noexit vmx-cr3-store-noexit vmx-cr8-load-exit vmx-cr8-store-exit vmx-desc-exit ' +
  'vmx-enable-user-wait-pause vmx-encls-exit vmx-entry-ia32e-mode vmx-entry-load-bndcfgs vmx-entry-load-cet ' +
  'vmx-entry-load-efer vmx-entry-load-fred vmx-entry-load-pat vmx-entry-load-perf-global-ctrl vmx-entry-load-pkrs ' +
  'vmx-entry-load-rtit-ctl vmx-entry-noload-debugctl vmx-ept vmx-ept-1gb vmx-ept-2mb vmx-ept-advanced-exitinfo ' +
  'vmx-ept-execonly vmx-eptad vmx-eptp-switching vmx-exit-ack-intr vmx-exit-clear-bndcfgs vmx-exit-clear-rtit-ctl ' +
  'vmx-exit-load-efer vmx-exit-load-pat vmx-exit-load-perf-global-ctrl vmx-exit-load-pkrs vmx-exit-nosave-debugctl ' +
  'vmx-exit-save-cet vmx-exit-save-efer vmx-exit-save-pat vmx-exit-save-preemption-timer vmx-exit-secondary-ctls ' +
  'vmx-flexpriority vmx-hlt-exit vmx-ins-outs vmx-intr-exit vmx-invept vmx-invept-all-context ' +
  'vmx-invept-single-context vmx-invept-single-context-noglobals vmx-invlpg-exit vmx-invpcid-exit vmx-invvpid ' +
  'vmx-invvpid-all-context vmx-invvpid-single-addr vmx-io-bitmap vmx-io-exit vmx-mbec vmx-monitor-exit ' +
  'vmx-movdr-exit vmx-msr-bitmap vmx-mtf vmx-mwait-exit vmx-nested-exception vmx-nmi-exit vmx-page-walk-4 ' +
  'vmx-page-walk-5 vmx-pause-exit vmx-ple vmx-pml vmx-posted-intr vmx-preemption-timer vmx-rdpmc-exit ' +
  'vmx-rdrand-exit vmx-rdseed-exit vmx-rdtsc-exit vmx-rdtscp-exit vmx-secondary-ctls vmx-shadow-vmcs vmx-store-lma ' +
  'vmx-true-ctls vmx-tsc-offset vmx-tsc-scaling vmx-unrestricted-guest vmx-vintr-pending vmx-vmfunc ' +
  'vmx-vmwrite-vmexit-fields vmx-vnmi vmx-vnmi-pending vmx-vpid vmx-wbinvd-exit vmx-xsaves vmx-zero-len-inject ' +
  'vnmi vpclmulqdq waitpkg wbnoinvd wdt wrmsrns x-amd-topoext-features-only x-arch-cap-always-on ' +
  'x-consistent-cache x-force-cpuid-0x1f x-force-features x-l1-cache-per-thread x-migrate-smi-count ' +
  'x-pdcm-on-even-without-pmu x-vendor-cpuid-only x-vendor-cpuid-only-v2 x2apic xcrypt xcrypt-en xd xen-vapic xfd ' +
  'xgetbv1 xop xsave xsavec xsaveerptr xsaveopt xsaves xstore xstore-en xtpr zero-fcs-fds';

/** What a property holds; `text` where any value is taken. */
export type CpuPropertyType = 'boolean' | 'uint64' | 'int64' | 'text' | 'read-only';

/** Bytes of an unsigned property: its range is checked after its syntax. */
const UNSIGNED: Readonly<Record<string, number>> = {
  'apic-id': 32,
  'avx10-version': 8,
  family: 64,
  'guest-phys-bits': 32,
  'host-phys-bits-limit': 8,
  'hv-spinlocks': 32,
  'hv-version-id-build': 32,
  'hv-version-id-major': 16,
  'hv-version-id-minor': 16,
  'hv-version-id-sbranch': 8,
  'hv-version-id-snumber': 32,
  'hv-version-id-spack': 32,
  level: 32,
  'level-func7': 32,
  'min-level': 32,
  'min-xlevel': 32,
  'min-xlevel2': 32,
  model: 64,
  'phys-bits': 32,
  stepping: 64,
  'ucode-rev': 64,
  xlevel: 32,
  xlevel2: 32,
};

const SIGNED: Readonly<Record<string, number>> = {
  'core-id': 32,
  'die-id': 32,
  'module-id': 32,
  'node-id': 32,
  'socket-id': 32,
  'thread-id': 32,
  'tsc-frequency': 64,
  'x-hv-max-vps': 32,
};

const flags = new Set(FLAGS.split(' '));
const texts = new Set([
  'model-id',
  'vendor',
  'hv-vendor-id',
  'hv-no-nonarch-coresharing',
  'lbr-fmt',
  'lbr_fmt',
  'memory',
]);
const readOnly = new Set([
  'type',
  'hotplugged',
  'hotpluggable',
  'parent_bus',
  'crash-information',
  'feature-words',
  'filtered-features',
  'unavailable-features',
]);

/** `max` and what is derived from it know these too (qom-list-properties of all 189 classes). */
const FLAGS_OF_MAX: ReadonlySet<string> = new Set(['host-cache-info', 'migratable']);
const DERIVED_FROM_MAX: ReadonlySet<string> = new Set(['max', 'host']);

/** Undefined: CPUs of this model have no such property. */
export function cpuPropertyType(name: string, model: string): CpuPropertyType | undefined {
  if (flags.has(name) || (FLAGS_OF_MAX.has(name) && DERIVED_FROM_MAX.has(model))) return 'boolean';
  if (Object.hasOwn(UNSIGNED, name)) return 'uint64';
  if (Object.hasOwn(SIGNED, name)) return 'int64';
  if (texts.has(name)) return 'text';
  return readOnly.has(name) ? 'read-only' : undefined;
}

/** Width of an integer property in bits, with the name of its C type as QEMU prints it. */
export function cpuPropertyWidth(name: string): { readonly bits: number; readonly type: string } {
  const unsigned = UNSIGNED[name];
  if (unsigned !== undefined) return { bits: unsigned, type: `uint${unsigned}_t` };
  const bits = SIGNED[name] ?? 64;
  return { bits, type: `int${bits}_t` };
}
