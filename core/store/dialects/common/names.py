"""The names and words that differ between protocols which otherwise say the same.

Each protocol has one table of them: `oss/names.py`, `cos/names.py`, `s3/names.py`.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class WireNames:
    """One protocol's table.

    Attributes:
        prefix: what stands before the names of its own headers, "x-oss-".
        acl: the header for the predefined ACL of an object.
        kms_key: the header for the key that an object is encrypted with.
        lock_prefix: the headers of HEAD that tell what keeps an object from being deleted; "" where there are none.
        copy_metadata: the word of the metadata directive that takes the properties of the source.
        replace_metadata: the word of the metadata directive that states other ones.
        replace_tags: the same of the tagging directive.
        default_class: the storage class of an object whose HEAD names none.
        restore_job: the element of a RestoreRequest that says how fast.
        known: what HEAD shows besides metadata, locks and checksums, without the prefix: each of them is read, or is
            no property that a copy could have.
        next_objects: the element of a list of objects that says where its next page begins.
        namespace: of the documents that are sent; "" for none.
        customer_keys: whether the store encrypts objects with keys that the customer brings (SSE-C).
    """

    prefix: str
    acl: str
    kms_key: str
    copy_metadata: str
    replace_metadata: str
    replace_tags: str
    default_class: str
    restore_job: str
    next_objects: str
    known: frozenset[str]
    lock_prefix: str = ""
    namespace: str = ""
    customer_keys: bool = False

    def header(self, name: str) -> str:
        """A header that all protocols have under their own prefix: "copy-source", "version-id"."""
        return self.prefix + name
