import { isBinaryName } from './binary-name';
import { mayRunUnread, runsUnread } from './runs-unread';

/** Texts that people keep in LFS for their size alone. */
const TEXT =
  /\.(?:json[c5l]?|ndjson|geojson|csv|tsv|psv|txt|log|xml|xlf|resx|po|pot|md|rst|adoc|tex|bib|strings|kml|gpx|osm|fasta|fastq|f[aq]|vcf|bed|gff3?|gtf|srt|vtt|eml|mbox)$/i;

/** Pictures, sounds, models, scenes, documents and dumps beside those that are never read. */
const HEAVY = new RegExp(
  `\\.(?:${[
    'psb|px[dm]|tga|dds|exr|hdr|ktx2?|pvr|astc|raw|cr[23]|nef|dng|arw|orf|jxl|jp2|j2k|p[bgpn]m|xpm|dcm|svs|nii|nrrd|cubemap|mo',
    'aiff?|wma|mid|midi|caf|amr|bank|wem|bnk|mpe?g|flv|mxf|ogv|3gp|m2ts|vob|ts\\.part|swf|fla|lottie|riv',
    'ply|max|m[ab]|c4d|ztl|zpr|spp|sbs|sbsar|hip|usd[acz]?|abc|vdb|3dm|skp|step|stp|iges|igs|dwg|dxf|sld(?:prt|asm|drw)|f3d|ifc|las|laz|e57|pcd|xyz|lwo|vox|x3d|pmx|vrm|bvh',
    'asset|prefab|unity|unity3d|unitypackage|terrainlayer|bytes|pak|ubulk|uexp|upk|bsp|vpk|wad|tres|scn|res|ttc|fnt|gltf',
    'pt|pth|ckpt|weights|caffemodel|pb|keras|params|model|mlpackage|engine|trt|ggml|vec|spm|bpe|tiktoken|tfrecords?|arrow|rds|rda|rdata|sav|dta|mat|nc|netcdf|grib2?|fits?|root|hdf|msgpack|faiss|ann|lance|mar|llamafile',
    'indd|idml|cdr|af(?:design|photo|pub)|mpp|pub|xps|odg|epub|mobi|djvu|pages|numbers|keynote|pst|ps',
    'do[ct]m|pp[tsa][xm]?|pot[xm]|xl[tsa][xmb]?|vs[dts][xm]|pbi[tx]|ispac|msapp|3mf|twbx|kra|sb3|xmind|zipx|fmu|aasx|cer|crt|p7[bs]|crl|der|cur|icc|chm|tlb|mmdb|traineddata|aseprite|skel|pcx|spv|cso|metallib|pdn|xnb|car|nib',
    'shp|shx|sbn|sbx|gpkg|mbtiles|pmtiles|pbf|hgt|ecw|kmz|bam|sam|bcf|cram|mzml|raw\\.gz|dmp|mdmp|blob|realm|duckdb|fdb|idx|pack|lzma|zstd|snappy|cpio|squashfs|qcow2|vmdk|ova|efi|rom|fw|hex|uf2|elf|axf|bit|sof',
  ].join('|')})$`,
  'i',
);

/** Words in the names of texts that a tool does as they say. */
const SETTINGS =
  /(?:^|\/)\.|(?:^|[/._-])(?:[a-z0-9]{0,40}(?:config|settings|manifest|context|conanfile)|[a-z0-9]{1,12}rc|rules?|hooks?|tasks?|launch|workflows?|pipelines?|plugins?|package|project|polic(?:y|ies)|beans|servlet|struts|spring|security|persistence|web|n?log4?(?:net|j2?)?|logback|build|deploy|install|cmakelists|requirements|constraints)(?:[._-][^/]{0,100})?\.\w{1,20}$/i;

/** True for names of what is bytes by its nature, and is no program that a text could stand for. */
export function isBytesName(path: string): boolean {
  return isBinaryName(path) || (!runsUnread(path) && HEAVY.test(path));
}

/** True for names of what is kept for its size and holds nothing that runs: behind a pointer it need not be read. */
export function isDataName(path: string): boolean {
  return isBytesName(path) || (!mayRunUnread(path) && TEXT.test(path) && !SETTINGS.test(path));
}
